import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mapping as mappingSchema } from '#core/datasheets/mapping/mapping.ts'
import { runChild } from '#workers/datasheets/run-child.ts'
import { type Comparison, resultIn } from '#workers/datasheets/testing/compare.ts'

type Input = { from: string; to: string; tables?: readonly string[] | null; mapping?: unknown; seed?: number }

/** Compares two game databases in a child, as a run does. */
export async function compareDatabases({ from, to, tables = null, mapping = {}, seed = 1 }: Input): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'quarterdeck-diff-'))
  try {
    const limits = { heapMegabytes: 300, memoryMegabytes: 600, seconds: 60 }
    const job = {
      ...{ url: to, allowed: null, sourceUrl: from, source: { name: 'the source', allowed: null }, tables },
      ...{ mapping: mappingSchema.parse(mapping), folder, memoryMegabytes: limits.memoryMegabytes, seed, findingsPerCode: 100 },
    }
    const hooks = { signal: new AbortController().signal, onProgress: () => {} }
    return await resultIn(folder, await runChild(job, limits, join(tmpdir(), 'quarterdeck-compiled'), hooks))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
