import type { SchemaDifference } from '#core/datasheets/compare/schema-differences.ts'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'
import type { FindingCount, TableResult } from '#core/datasheets/result.ts'
import type { RefusalParams } from '#core/shared/refusal.ts'

export type DiffFile = { name: string; path: string; kind: 'xlsx' | 'csv' }

/** What any child that compares is told, by message: the address holds a password and belongs neither to the arguments nor to the environment. */
export type ComparisonJob = {
  url: string
  /** Null: every table. */
  allowed: readonly string[] | null
  mapping: Mapping
  /** An empty folder: the spill goes there, and the result. */
  folder: string
  /** More than this and it ends itself. */
  memoryMegabytes: number
  /** Of the hashes, another one each time. */
  seed: number
  /** How many findings of one code in one table are kept; all are counted. */
  findingsPerCode: number
}

export type DiffJob = ComparisonJob & {
  /** That the files are compared with: stamps of exports from others do not count. */
  environment: { id: string }
  files: readonly DiffFile[]
  caps: ReadingCaps
}

export type CompareJob = ComparisonJob & {
  /** Where the rows come from; `name` is that of the environment. */
  sourceUrl: string
  source: { name: string; allowed: readonly string[] | null }
  /** Null: all that both databases have. */
  tables: readonly string[] | null
}

export type DiffStage = 'sheets' | 'compare'

/** What the child says: how far it is, and at the end one of the three others. */
export type DiffMessage =
  | { progress: { stage: DiffStage; rows: number } }
  | { done: true }
  | { refused: { code: string; status: number; params: RefusalParams } }
  /** `source`: of two databases the one that rows are taken from. */
  | { failed: { message: string; database: boolean; code: string | null; errno: number | null; source?: boolean } }

export type UnreadSheet = { file: string; sheet: string; reason: 'ignored' | 'unmatched' | 'empty' }

/** `result.json` in the job's folder. The operations of table n are in `<n>.ops.ndjson`, rows of it that are none in `<n>.apart.ndjson`, all findings that are kept in `findings.ndjson`. */
export type DiffResult = {
  tables: readonly TableResult[]
  findings: readonly FindingCount[]
  unreadSheets: readonly UnreadSheet[]
  /** Between two databases: what they declare differently. */
  schema?: readonly SchemaDifference[]
  /** Over the digests of the tables. */
  sha256: string
  schemaFingerprint: string
  /** When the snapshot of the game database was opened. */
  readAt: string
  durationsMs: Readonly<Record<string, number>>
  peakBytes: number
  cpuMs: number
}
