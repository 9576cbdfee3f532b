import type { FileSize } from '#core/datasheets/export/beyond.ts'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import type { Locale } from '#server/http/locale.ts'

/** What the child is told, by message: the address holds a password and belongs neither to the arguments nor to the environment. */
export type ExportJob = {
  url: string
  environment: { id: string; name: string }
  /** Null: every table. */
  allowed: readonly string[] | null
  mapping: Mapping
  /** By name; empty: all that can be exported. */
  tables: readonly string[]
  format: 'xlsx' | 'zip'
  /** Of the comments at the headers. */
  locale: Locale
  /** Parts that an archive may have at most, so that it can be read again. */
  mostEntries: number
  /** An empty folder: `export.xlsx` or `export.zip` goes there, `sheets/*.csv` beside it, and the result. */
  folder: string
  /** More than this and it ends itself. */
  memoryMegabytes: number
}

export type ExportedTable = { table: string; rows: number; sheets: string[] }

/** `result.json` in the job's folder. */
export type ExportResult = {
  /** When the snapshot of the game database was opened. */
  readAt: string
  tables: readonly ExportedTable[]
  /** Tables that were not asked for by name and have no sheet that leads back to them. */
  left: readonly string[]
  /** Names of the CSV files; none of a workbook. */
  files: readonly string[]
  size: FileSize
  durationMs: number
  peakBytes: number
  cpuMs: number
}
