import { cellsOf, recordsOf } from '#cli/csv.ts'
import { compareUtf8 } from '#core/shared/utf8.ts'

/** A cell in which two sheets differ. A player who stands in one of them alone is told by the first login, which is null in the other. */
export type CellDifference = { uid: string; auth_id: string; column: string; before: string | null; after: string | null }

export type SheetDifference = {
  /** Rows of the two sheets. */
  before: number
  after: number
  /** Players with another value in some column that both sheets have, and those who stand in one of them alone. */
  changed: number
  onlyBefore: number
  onlyAfter: number
  /** In how many of the changed rows a column differs, the most first. */
  columns: { name: string; rows: number }[]
  /** The first cells that differ. */
  first: CellDifference[]
}

const MOST_SHOWN = 10
const FIRST_LOGIN = 'first_login_time'

type Row = ReadonlyMap<string, string>
type Reader = { head: string[]; next: () => Promise<string | null> }

async function readerOf(pieces: AsyncIterable<string>): Promise<Reader> {
  const records = recordsOf(pieces)
  const next = async () => (await records.next()).value ?? null
  return { head: cellsOf((await next()) ?? ''), next }
}

const rowOf = (head: readonly string[], record: string): Row => {
  const cells = cellsOf(record)
  return new Map(head.map((name, i) => [name, cells[i] ?? '']))
}

/** Order of the rows of a sheet, by first login and uid. */
const compareRows = (a: Row, b: Row): number =>
  compareUtf8(a.get(FIRST_LOGIN) ?? '', b.get(FIRST_LOGIN) ?? '') || compareUtf8(a.get('uid') ?? '', b.get('uid') ?? '')

/** Counts what differs, and keeps the first of it. */
function tallyOf(columns: readonly string[]) {
  const counts = new Map<string, number>()
  const found: SheetDifference = { before: 0, after: 0, changed: 0, onlyBefore: 0, onlyAfter: 0, columns: [], first: [] }
  const show = (row: Row, column: string, was: Row | null, is: Row | null): void => {
    const about = { uid: row.get('uid') ?? '', auth_id: row.get('auth_id') ?? '', column }
    if (found.first.length < MOST_SHOWN) found.first.push({ ...about, before: was?.get(column) ?? null, after: is?.get(column) ?? null })
  }
  return {
    cells: (was: Row, is: Row): void => {
      const names = columns.filter((name) => was.get(name) !== is.get(name))
      if (names.length > 0) found.changed++
      for (const name of names) {
        counts.set(name, (counts.get(name) ?? 0) + 1)
        show(was, name, was, is)
      }
    },
    onlyBefore: (row: Row): void => {
      found.onlyBefore++
      show(row, FIRST_LOGIN, row, null)
    },
    onlyAfter: (row: Row): void => {
      found.onlyAfter++
      show(row, FIRST_LOGIN, null, row)
    },
    result: (before: number, after: number): SheetDifference => {
      const sorted = [...counts].map(([name, rows]) => ({ name, rows })).sort((a, b) => b.rows - a.rows)
      return { ...found, before, after, columns: sorted }
    },
  }
}

/**
 * Compares two sheets as the console exports them, CSV in order of first login, row by row with flat memory. Columns that only one of
 * them has are left out: then the definitions differ, and somebody else says so. Throws what the pieces throw, and where one ends within a row.
 */
export async function compareSheets(before: AsyncIterable<string>, after: AsyncIterable<string>): Promise<SheetDifference> {
  const [left, right] = await Promise.all([readerOf(before), readerOf(after)])
  const alike = left.head.join() === right.head.join()
  const tally = tallyOf(left.head.filter((name) => right.head.includes(name)))
  let [was, is] = [await left.next(), await right.next()]
  let [rowsBefore, rowsAfter] = [0, 0]
  while (was !== null || is !== null) {
    const [row, other] = alike && was === is ? [null, null] : [was === null ? null : rowOf(left.head, was), is === null ? null : rowOf(right.head, is)]
    const order = row && other ? compareRows(row, other) : Number(row === null) - Number(other === null)
    if (row && order < 0) tally.onlyBefore(row)
    else if (other && order > 0) tally.onlyAfter(other)
    else if (row && other) tally.cells(row, other)
    if (order <= 0) {
      rowsBefore++
      was = await left.next()
    }
    if (order >= 0) {
      rowsAfter++
      is = await right.next()
    }
  }
  return tally.result(rowsBefore, rowsAfter)
}

export const isSame = ({ changed, onlyBefore, onlyAfter }: SheetDifference): boolean => changed + onlyBefore + onlyAfter === 0
