import { columnLetters } from '#core/datasheets/cell.ts'
import type { CellWriter } from '#core/datasheets/export/cell-writer.ts'
import { assertWritable, longestText, Unwritable } from '#core/datasheets/export/unwritable.ts'

/** What is not written as it is, or not at all. Most texts have none of it, so one look is all that they cost. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are refused.
const special = /[\u0000-\u0008\u000b-\u001f\u007f&<>_\ufffe\uffff]/
const outerSpace = /^\s|\s$|[\n\t]/
const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\ufffe': '_xFFFE_', '\uffff': '_xFFFF_' }

/** `_xHHHH_` is how workbooks write what XML cannot hold (ECMA-376, ST_Xstring): a text that looks so is written as `_x005F_xHHHH_`. */
const escaped = (text: string): string =>
  text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replace(/[&<>\ufffe\uffff]/g, (character) => named[character] as string)

/** The text of a cell as XML. @throws Unwritable for control characters and texts longer than a cell. */
export function xmlText(text: string): string {
  if (text.length > longestText || special.test(text)) assertWritable(text)
  const xml = special.test(text) ? escaped(text) : text
  return outerSpace.test(text) ? `<t xml:space="preserve">${xml}</t>` : `<t>${xml}</t>`
}

/** A column of a sheet: how it is written, and the numbers of its styles in the workbook. */
export type XmlColumn = { writer: CellWriter; style: number; textStyle: number }

/** One row of a sheet as XML from canonical values in the order of `columns`; `number` from 1. @throws Unwritable with the place of its column. */
export function xmlRows(columns: readonly XmlColumn[]): (number: number, values: readonly (string | null)[]) => string {
  const letters = columns.map((_, at) => columnLetters(at))
  const cell = (at: number, number: number, value: string | null): string => {
    const { writer, style, textStyle } = columns[at] as XmlColumn
    const text = writer.textOf(value)
    if (text === null) return ''
    const address = `<c r="${letters[at]}${number}"`
    if (text === value && writer.isNumber(text)) return `${address} s="${style}"><v>${text}</v></c>`
    return `${address} s="${textStyle}" t="inlineStr"><is>${xmlText(text)}</is></c>`
  }
  return (number, values) => {
    let xml = `<row r="${number}">`
    let at = 0
    try {
      for (; at < columns.length; at++) xml += cell(at, number, values[at] ?? null)
    } catch (error) {
      if (error instanceof Unwritable) error.at = at
      throw error
    }
    return `${xml}</row>`
  }
}
