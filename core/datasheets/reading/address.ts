export const LAST_COLUMN = 16_383
export const LAST_ROW = 1_048_576

/** A rectangle of cells: columns from 0, rows from 1, all ends included. */
export type CellRange = { firstColumn: number; lastColumn: number; firstRow: number; lastRow: number }

const REFERENCE = /^\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})$/

/** `F120` as column 5 and row 120; null when it is no cell of a sheet. */
export function parseAddress(text: string): { column: number; row: number } | null {
  const match = REFERENCE.exec(text)
  if (!match) return null
  const letters = (match[1] as string).toUpperCase()
  let column = 0
  for (let i = 0; i < letters.length; i++) column = column * 26 + letters.charCodeAt(i) - 64
  const row = Number(match[2])
  return column - 1 <= LAST_COLUMN && row <= LAST_ROW ? { column: column - 1, row } : null
}

/** `A1:C9`, or one cell; null when it is no range. */
export function parseRange(text: string): CellRange | null {
  const [from = '', to = from, ...more] = text.split(':')
  const first = parseAddress(from)
  const last = parseAddress(to)
  if (!first || !last || more.length || first.column > last.column || first.row > last.row) return null
  return { firstColumn: first.column, lastColumn: last.column, firstRow: first.row, lastRow: last.row }
}

export const areaOf = (range: CellRange): number => (range.lastColumn - range.firstColumn + 1) * (range.lastRow - range.firstRow + 1)
