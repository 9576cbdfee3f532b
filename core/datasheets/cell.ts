/** What the file itself says a cell holds. `empty` occurs only with `formula`: one whose result was never stored. */
export type CellKind = 'number' | 'text' | 'boolean' | 'error' | 'date' | 'empty'

/** What the number format of a cell makes of its number. */
export type CellStyle = 'plain' | 'date' | 'time' | 'datetime' | 'duration'

/** One cell as the file holds it, before anybody knows the column it is meant for. Digits are never turned into a number. */
export type SheetCell = {
  /** From 0; column A is 0. */
  column: number
  kind: CellKind
  /** Number: the characters of `<v>`. Text: joined and unescaped, newlines as LF. Boolean: `1` or `0`. Error: `#N/A` and so on. Date: the ISO text. */
  raw: string
  /** Whether a formula stands behind it; `raw` is then the result that was stored. */
  formula: boolean
  style: CellStyle
}

/** A row that has at least one cell with a value or a formula; `number` from 1, as spreadsheets count. Cells in order of columns. */
export type SheetRow = { number: number; hidden: boolean; cells: SheetCell[] }

/** 0 -> A, 25 -> Z, 26 -> AA. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return letters
}

/** The address of a cell as spreadsheets write it: column from 0, row from 1, e.g. `F120`. */
export const cellAddress = (column: number, row: number): string => `${columnLetters(column)}${row}`
