import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { emptyMapping } from '#core/datasheets/mapping/mapping.ts'
import { defaultCaps } from '#core/datasheets/reading/caps.ts'
import type { CompareJob, DiffJob } from '#workers/datasheets/child/job.ts'
import { runChild } from '#workers/datasheets/run-child.ts'

/** What the limits of an ordinary installation are raised to: the largest workbook of the bench has a million rows. */
const caps = { ...defaultCaps, fileBytes: 1e9, inflatedBytes: 4e9, rows: 2e6, cells: 1e8 }
const limits = { heapMegabytes: 300, memoryMegabytes: 2_000, seconds: 300 }

/** Where the workbook was exported from. */
export const benchEnvironment = 'bench'

const about = { allowed: ['bench_item'], mapping: emptyMapping, memoryMegabytes: limits.memoryMegabytes, seed: 1, findingsPerCode: 1_000 }

/** From starting the child to its result. The first call also fills the cache of compiled programs. */
async function measured(folder: string, jobIn: (folder: string) => DiffJob | CompareJob) {
  const job = join(folder, 'job')
  mkdirSync(job)
  const began = performance.now()
  const hooks = { signal: new AbortController().signal, onProgress: () => {} }
  const result = await runChild(jobIn(job), limits, join(folder, 'compiled'), hooks)
  const ms = performance.now() - began
  rmSync(job, { recursive: true })
  return { ...result, ms }
}

/** One comparison of a workbook with a table as a run does it. */
export const compareByChild = ({ url, book, folder }: { url: string; book: string; folder: string }) =>
  measured(folder, (job) => {
    const files = [{ name: 'Items.xlsx', path: book, kind: 'xlsx' as const }]
    return { ...about, url, environment: { id: benchEnvironment }, files, caps, folder: job }
  })

/** One comparison of two databases as a run does it. */
export const compareDatabasesByChild = ({ from, url, folder }: { from: string; url: string; folder: string }) =>
  measured(folder, (job) => ({ ...about, url, sourceUrl: from, source: { name: 'from', allowed: about.allowed }, tables: null, folder: job }))
