import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { emptyMapping } from '#core/datasheets/mapping/mapping.ts'
import { defaultCaps } from '#core/datasheets/reading/caps.ts'
import { runChild } from '#workers/datasheets/run-child.ts'

/** What the limits of an ordinary installation are raised to: the largest workbook of the bench has a million rows. */
const caps = { ...defaultCaps, fileBytes: 1e9, inflatedBytes: 4e9, rows: 2e6, cells: 1e8 }
const limits = { heapMegabytes: 300, memoryMegabytes: 2_000, seconds: 300 }

/** One comparison as a run does it: from starting the child to its result. The first call also fills the cache of compiled programs. */
export async function compareByChild({ url, book, folder }: { url: string; book: string; folder: string }) {
  const job = join(folder, 'job')
  mkdirSync(job)
  const began = performance.now()
  const result = await runChild(
    {
      url,
      environment: { id: 'bench' },
      allowed: ['bench_item'],
      mapping: emptyMapping,
      files: [{ name: 'Items.xlsx', path: book, kind: 'xlsx' }],
      caps,
      folder: job,
      memoryMegabytes: limits.memoryMegabytes,
      seed: 1,
      findingsPerCode: 1_000,
    },
    limits,
    join(folder, 'compiled'),
    { signal: new AbortController().signal, onProgress: () => {} },
  )
  const ms = performance.now() - began
  rmSync(job, { recursive: true })
  return { ...result, ms }
}
