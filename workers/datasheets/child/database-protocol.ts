import type { Condition } from '#core/condition/condition.ts'
import type { TableDef } from '#core/datasheets/table.ts'

/** What the thread that reads the game database is started with. */
export type DatabaseSettings = { url: string; allowed: readonly string[] | null; seed: number }

/** One table to be read into a file of records. */
export type TableOrder = {
  number: number
  table: TableDef
  /** Values are written as columns of this table write them, which hold all of them. */
  as?: TableDef
  path: string
  /** Columns that can be written, in the table's order: what a record's line holds. */
  columns: readonly string[]
  /** In the order of the key. */
  key: readonly string[]
  /** Slices of the table by number: a record's source is the first that holds for it, or -1. */
  slices: readonly (Condition | null)[]
  /** Places among `columns`: a record carries a digest for each of these lists. */
  layouts: readonly (readonly number[])[]
}

export type ToDatabase = { read: TableOrder } | { end: true }
export type FromDatabase =
  | { opened: { tables: TableDef[]; fingerprint: string; readAt: string } }
  | { table: number; rows: number; words: number }
  /** `local`: the fault is this machine's, its disk above all. */
  | { failed: { message: string; code: string | null; errno: number | null; local: boolean } }
