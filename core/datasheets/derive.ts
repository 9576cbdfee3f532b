import type { ApartRow } from '#core/datasheets/import.ts'
import type { CellChange, KeptOperation } from '#core/datasheets/operation.ts'
import type { ColumnSummary, TableResult } from '#core/datasheets/result.ts'

/** Which rows of a table are taken, by their place among its operations; left out: all. */
export type RowChoice = { only: readonly number[] } | { except: readonly number[] }
/** Who wins where both changed a row, by its place among the rows apart; `all` where nothing is said of one. */
export type Decisions = { all?: 'mine' | 'theirs' | undefined; rows?: Readonly<Record<string, 'mine' | 'theirs'>> | undefined }

/** Whether the row at a place is taken. */
export function taker(choice: RowChoice | undefined): (index: number) => boolean {
  if (choice === undefined) return () => true
  if ('only' in choice) {
    const only = new Set(choice.only)
    return (index) => only.has(index)
  }
  const except = new Set(choice.except)
  return (index) => !except.has(index)
}

/** Null: nobody has decided. */
export const decisionOn = (decisions: Decisions | undefined, index: number): 'mine' | 'theirs' | null =>
  decisions?.rows?.[String(index)] ?? decisions?.all ?? null

/** What makes the row as the sheet has it out of the row as it stands now; null when it is so already. */
export function mineOver({ key, mine, now, at }: ApartRow): KeptOperation | null {
  const place = at ? { at } : {}
  if (mine === null) {
    if (now === null) return null
    return { op: 'delete', key, cells: Object.fromEntries(Object.entries(now).map(([column, value]): [string, CellChange] => [column, [value, null]])) }
  }
  if (now === null) {
    return {
      op: 'insert',
      key,
      cells: Object.fromEntries(Object.entries(mine).map(([column, value]): [string, CellChange] => [column, [null, value]])),
      ...place,
    }
  }
  const changed = Object.entries(mine).filter(([column, value]) => value !== (now[column] ?? null))
  if (changed.length === 0) return null
  const cells = Object.fromEntries(changed.map(([column, value]): [string, CellChange] => [column, [now[column] ?? null, value]]))
  const same = Object.fromEntries(Object.entries(now).filter(([column]) => !Object.hasOwn(cells, column)))
  return { op: 'update', key, cells, same, ...place }
}

/** What is known of a table after a choice from it. */
export type ChosenCounts = Record<'insert' | 'update' | 'delete', number> & { byColumn: ReadonlyMap<string, number>; digest: string }

/** Directions and medians are of all updates of a column: where fewer change it, they are not told any more. */
const summaryOf = (column: string, changed: number, before: ColumnSummary | undefined): ColumnSummary =>
  before?.changed === changed ? before : { column, changed }

/** The result of a table of which only some operations are taken. What is not taken stays in the database as it is. */
export function chosenResult(base: TableResult, { byColumn, digest, ...counts }: ChosenCounts): TableResult {
  const { theirs: _, both: __, ...rest } = base
  const columns = base.columns.flatMap((column) => {
    const changed = byColumn.get(column) ?? 0
    const before = base.byColumn.find((one) => one.column === column)
    return changed > 0 ? [summaryOf(column, changed, before)] : []
  })
  const untaken = base.update + base.delete + (base.both ?? 0) - counts.update - counts.delete
  return { ...rest, ...counts, unchanged: Math.max(0, base.unchanged + untaken), byColumn: columns, digest }
}
