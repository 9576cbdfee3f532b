/** How often a column changes in the updates of a table, and for numbers in which direction. */
export type ColumnSummary = {
  column: string
  changed: number
  /** Numbers only: how many go up and down, and the median of new / old - 1 in percent where it can be told. */
  up?: number
  down?: number
  medianPercent?: number | null
  /** Whether all of them change by that percentage, but for rounding. */
  uniform?: boolean
}

export type TableResult = {
  table: string
  /** `file / sheet` of all that it was read from. */
  sheets: readonly { file: string; sheet: string; rows: number; hiddenRows: number; hidden: boolean }[]
  /** Columns that are compared, in the order of the table. */
  columns: readonly string[]
  key: readonly string[]
  insert: number
  update: number
  delete: number
  unchanged: number
  /** Rows that somebody else changed since the file was exported, and rows that the sheet changed too; left out where no export's stamp was found. */
  theirs?: number
  both?: number
  errors: number
  warnings: number
  /** Rows of the database inside the slices that the sheets speak of. */
  rowsBefore: number
  byColumn: readonly ColumnSummary[]
  /** SHA-256, hex, of the operations' lines in order of the key, each ended by LF. */
  digest: string
}

/** A finding's counts per code, so that a page need not count them. */
export type FindingCount = { table: string | null; level: 'error' | 'warning'; code: string; count: number }
