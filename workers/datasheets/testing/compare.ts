import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Finding } from '#core/datasheets/finding.ts'
import type { ApartRow } from '#core/datasheets/import.ts'
import { type Mapping, mapping as mappingSchema } from '#core/datasheets/mapping/mapping.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import { defaultCaps, type ReadingCaps } from '#core/datasheets/reading/caps.ts'
import type { DiffResult } from '#workers/datasheets/child/job.ts'
import { type ChildLimits, runChild } from '#workers/datasheets/run-child.ts'
import { type BookSheet, writeBook } from '#workers/datasheets/testing/book.ts'

export type Comparison = { result: DiffResult; operations: Map<string, KeptOperation[]>; findings: Finding[]; apart: Map<string, ApartRow[]> }
type Input = {
  url: string
  books?: Record<string, readonly BookSheet[]>
  paths?: readonly string[]
  mapping?: unknown
  allowed?: readonly string[] | null
  limits?: Partial<ChildLimits>
  caps?: ReadingCaps
  seed?: number
  /** Id of the environment that the database belongs to. */
  environment?: string
}

const linesOf = async <T>(path: string): Promise<T[]> =>
  (await readFile(path, 'utf8').catch(() => ''))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)

/** What a child left in its folder. */
export async function resultIn(folder: string, result: DiffResult): Promise<Comparison> {
  const operations = new Map<string, KeptOperation[]>()
  const apart = new Map<string, ApartRow[]>()
  for (const [at, { table }] of result.tables.entries()) {
    operations.set(table, await linesOf<KeptOperation>(join(folder, `${at}.ops.ndjson`)))
    apart.set(table, await linesOf<ApartRow>(join(folder, `${at}.apart.ndjson`)))
  }
  return { result, operations, apart, findings: await linesOf<Finding>(join(folder, 'findings.ndjson')) }
}

/** Compares workbooks with a database in a child, as a run does. */
export async function compare({
  url,
  books = {},
  paths = [],
  mapping = { tables: [] },
  allowed = null,
  seed = 1,
  environment = 'here',
  limits: given = {},
  caps = defaultCaps,
}: Input): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'quarterdeck-diff-'))
  try {
    const written = await Promise.all(Object.entries(books).map(([name, sheets]) => writeBook(join(folder, name), sheets)))
    const files = [...written, ...paths].map((path) => ({ name: basename(path), path, kind: path.endsWith('.csv') ? ('csv' as const) : ('xlsx' as const) }))
    const parsed: Mapping = mappingSchema.parse(mapping)
    const limits = { heapMegabytes: 300, memoryMegabytes: 600, seconds: 60, ...given }
    const job = {
      url,
      environment: { id: environment },
      allowed,
      mapping: parsed,
      files,
      caps,
      folder,
      memoryMegabytes: limits.memoryMegabytes,
      seed,
      findingsPerCode: 100,
    }
    const result = await runChild(job, limits, join(tmpdir(), 'quarterdeck-compiled'), { signal: new AbortController().signal, onProgress: () => {} })
    return await resultIn(folder, result)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
