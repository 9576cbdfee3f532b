import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mapping as mappingSchema } from '#core/datasheets/mapping/mapping.ts'
import { defaultCaps } from '#core/datasheets/reading/caps.ts'
import type { ExportJob, ExportResult } from '#workers/datasheets/export/job.ts'
import { runExport } from '#workers/datasheets/export/run-export-child.ts'
import type { ChildLimits } from '#workers/datasheets/run-child.ts'

export type Exported = { result: ExportResult; folder: string /** What may be compared again: the workbook, or every CSV file. */; paths: string[] }
type Input = { url: string; mapping?: unknown; environment?: string; limits?: Partial<ChildLimits>; signal?: AbortSignal } & Partial<
  Pick<ExportJob, 'tables' | 'format' | 'allowed' | 'locale' | 'mostEntries'>
>

/** Exports a database in a child, as a run does, and hands what it wrote to `use`. */
export async function withExport<T>(
  { url, mapping = { tables: [] }, environment = 'here', limits: given, signal, ...rest }: Input,
  use: (made: Exported) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'quarterdeck-export-'))
  try {
    const limits = { heapMegabytes: 300, memoryMegabytes: 600, seconds: 60, ...given }
    const job: ExportJob = {
      url,
      environment: { id: environment, name: environment },
      allowed: null,
      mapping: mappingSchema.parse(mapping),
      tables: [],
      format: 'xlsx',
      locale: 'en',
      mostEntries: defaultCaps.entries,
      ...rest,
      folder,
      memoryMegabytes: limits.memoryMegabytes,
    }
    const hooks = { signal: signal ?? new AbortController().signal, onProgress: () => {} }
    const result = await runExport(job, limits, join(tmpdir(), 'quarterdeck-compiled'), hooks)
    const paths = job.format === 'xlsx' ? [join(folder, 'export.xlsx')] : result.files.map((name) => join(folder, 'sheets', name))
    return await use({ result, folder, paths })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
