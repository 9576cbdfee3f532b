import type { SheetCell } from '#core/datasheets/cell.ts'
import type { ColumnDef, ColumnType, TableDef } from '#core/datasheets/table.ts'
import { column } from '#core/datasheets/testing/column.ts'

export { column }

export const integer: ColumnType = { kind: 'integer', bytes: 4, unsigned: false, boolean: false }
export const tiny: ColumnType = { kind: 'integer', bytes: 1, unsigned: true, boolean: false }
export const text: ColumnType = { kind: 'text', maxChars: 40, maxBytes: 160, charset: 'utf8mb4', collation: 'utf8mb4_general_ci' }

/** A table whose key is its first column, unless told. */
export const table = (name: string, columns: readonly ColumnDef[], more: Partial<TableDef> = {}): TableDef => ({
  name,
  comment: '',
  columns,
  primaryKey: columns.slice(0, 1).map((one) => one.name),
  uniqueKeys: [],
  foreignKeys: [],
  triggers: [],
  ...more,
})

/** Tables of two columns, for tests that look at names alone. */
export const named = (...names: string[]): TableDef[] => names.map((name) => table(name, [column('id', integer), column('name', text, { nullable: true })]))

/** A header row: texts in columns A, B, C...; an empty text is a cell that is not there. */
export const headerCells = (...titles: string[]): SheetCell[] =>
  titles.flatMap((raw, at): SheetCell[] => (raw === '' ? [] : [{ column: at, kind: 'text', raw, formula: false, style: 'plain' }]))
