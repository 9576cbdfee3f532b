export type Cell = string | number | null

const BOM = '\uFEFF'
/** With quotes before it too, so that taking one off again gives back what was there. */
const startsFormula = /^'*[=+\-@\t\r\n＝＋－＠]/
const needsQuotes = /[",\r\n]/

/** A text cell. A leading apostrophe keeps spreadsheets from running what a player typed as a formula (OWASP, CSV injection). */
function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = startsFormula.test(value) ? `'${value}` : value
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line of RFC 4180, CRLF included. Numbers are written as they are; null is an empty cell. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cell).join(',')}\r\n`

/** First line of a file, with the byte order mark by which Excel knows UTF-8. */
export const csvHead = (columns: readonly string[]): string => `${BOM}${csvLine(columns)}`
