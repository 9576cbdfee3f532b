import { type CellWriter, isNumeric } from '#core/datasheets/export/cell-writer.ts'
import { assertWritable, Unwritable } from '#core/datasheets/export/unwritable.ts'

/** What a spreadsheet runs as a formula, and what reading takes a quote off from: the same rule as in `core/datasheets/reading/csv.ts`. */
const formulaLike = /^'*[=+\-@\t\r]/
const quoted = /[",;\t\r\n]|^\s|\s$|^$/

const field = (text: string): string => (quoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A text as a field of a CSV file: a quote in front of what a spreadsheet would run. @throws Unwritable for control characters and too long texts. */
export function csvText(text: string): string {
  assertWritable(text)
  return field(formulaLike.test(text) ? `'${text}` : text)
}

/**
 * One line of a CSV file with its end, from canonical values in the order of `columns`. Numbers in columns of numbers stay as they are.
 * @throws Unwritable with the place of its column.
 */
export function csvRows(columns: readonly CellWriter[]): (values: readonly (string | null)[]) => string {
  const numeric = columns.map(({ column }) => isNumeric(column))
  const fieldOf = (at: number, value: string | null): string => {
    const text = (columns[at] as CellWriter).textOf(value)
    if (text === null) return ''
    return numeric[at] && text === value ? text : csvText(text)
  }
  return (values) => {
    let line = ''
    let at = 0
    try {
      for (; at < columns.length; at++) line += (at > 0 ? ',' : '') + fieldOf(at, values[at] ?? null)
    } catch (error) {
      if (error instanceof Unwritable) error.at = at
      throw error
    }
    return `${line}\r\n`
  }
}
