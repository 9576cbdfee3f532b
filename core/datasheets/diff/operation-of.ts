import { absent, type LineValue } from '#core/datasheets/diff/line.ts'
import type { CellChange, KeptOperation, Operation } from '#core/datasheets/operation.ts'

/** The columns of a table that can be written, in its order, and the places of its key among them. */
export type WrittenColumns = { names: readonly string[]; key: readonly number[] }
/** Which of them a sheet gives, in the table's order, and which of these decide whether a row differs. */
export type SheetColumns = { columns: readonly number[]; compared: readonly boolean[] }

type Values = Record<string, string | null>

const keyFrom = ({ names, key }: WrittenColumns, values: readonly LineValue[]): Values =>
  Object.fromEntries(key.map((at) => [names[at] as string, plain(values[at])]))

const plain = (value: LineValue | undefined): string | null => (typeof value === 'string' ? value : null)

/** The row of the sheet laid over that of the database: what the table holds afterwards, in the order of the table. Without a row before: absent stays so. */
export function rowAfter(sheet: SheetColumns, next: readonly LineValue[], before: readonly LineValue[] | null, width: number): LineValue[] {
  const row: LineValue[] = before ? [...before] : Array.from({ length: width }, () => absent)
  for (const [at, column] of sheet.columns.entries()) if (next[at] !== absent && next[at] !== undefined) row[column] = next[at] as LineValue
  return row
}

export function insertOf(table: WrittenColumns, sheet: SheetColumns, next: readonly LineValue[]): Operation {
  const cells: Record<string, CellChange> = {}
  for (const [at, column] of sheet.columns.entries()) if (next[at] !== absent) cells[table.names[column] as string] = [null, plain(next[at])]
  return { op: 'insert', key: keyFrom(table, rowAfter(sheet, next, null, table.names.length)), cells }
}

export const deleteOf = (table: WrittenColumns, before: readonly LineValue[]): Operation => ({
  op: 'delete',
  key: keyFrom(table, before),
  cells: Object.fromEntries(table.names.map((name, at): [string, CellChange] => [name, [plain(before[at]), null]])),
})

/** Null when no cell that counts differs. Columns that do not count are written along where they differ. */
export function updateOf(table: WrittenColumns, sheet: SheetColumns, next: readonly LineValue[], before: readonly LineValue[]): KeptOperation | null {
  const cells: Record<string, CellChange> = {}
  const changed = new Set<number>()
  let counts = false
  for (const [at, column] of sheet.columns.entries()) {
    const value = next[at] as LineValue
    if (value === absent || value === before[column]) continue
    cells[table.names[column] as string] = [plain(before[column]), plain(value)]
    changed.add(column)
    counts ||= sheet.compared[at] === true
  }
  if (!counts) return null
  const same: Values = {}
  for (const [at, name] of table.names.entries()) if (!changed.has(at)) same[name] = plain(before[at])
  return { op: 'update', key: keyFrom(table, before), cells, same }
}
