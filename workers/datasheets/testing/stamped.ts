import type { Condition } from '#core/condition/condition.ts'
import type { ColumnMapping } from '#core/datasheets/mapping/mapping.ts'
import { type StampHeader, StampRows, stampOf, stampSheet } from '#core/datasheets/stamp.ts'
import type { BookSheet } from '#workers/datasheets/testing/book.ts'

export type StampedTable = {
  table: string
  sheets: readonly string[]
  columns: readonly string[]
  key?: readonly string[]
  where?: Condition | null
  reads?: Record<string, ColumnMapping>
  /** As they were when they were exported: canonical values in the order of the columns. */
  rows: readonly (readonly (string | null)[])[]
}

/** The sheet that an export of these tables from this environment carries. Keys are the first columns. */
export function stampedSheet(environment: string, tables: readonly StampedTable[]): BookSheet {
  const digests = tables.map(({ rows, key = ['id'] }) => {
    const written = new StampRows()
    for (const row of rows) written.add(row.slice(0, key.length), row)
    return written.cells()
  })
  const header: StampHeader = {
    v: 1,
    environment: { id: environment, name: `the game ${environment}` },
    at: '2026-11-21T00:00:00.000Z',
    tables: tables.map(({ table, sheets, columns, key = ['id'], where = null, reads = {}, rows }) => ({
      table,
      where,
      key: [...key],
      columns: [...columns],
      rows: rows.length,
      sheets: [...sheets],
      reads,
    })),
  }
  return { name: stampSheet, veryHidden: true, rows: [...stampOf(header, digests)] }
}
