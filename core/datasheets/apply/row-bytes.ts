import type { PlanOperation } from '#core/datasheets/apply/plan-line.ts'
import { serverNull, serverSeparator } from '#core/datasheets/diff/server-line.ts'
import { ofColumn } from '#core/datasheets/operation.ts'

const CARRIAGE_RETURN = 13
const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const N = 110
const CLOSING = 125

/** A column's name as it stands in a line: `"name":`. */
export type NamedColumn = { name: string; written: Uint8Array }

export const namedColumns = (names: readonly string[]): NamedColumn[] => names.map((name) => ({ name, written: Buffer.from(`${JSON.stringify(name)}:`) }))

/** Behind a value of a row, or -1 when it is another one. */
function afterValue(row: Uint8Array, at: number, value: string | null): number {
  if (value === null) return row[at] === serverNull ? at + 1 : -1
  let to = at
  for (let from = 0; from < value.length; from++) {
    const code = value.charCodeAt(from)
    if (code >= 0x80) return value.includes('\r') ? -1 : afterBytes(row, at, Buffer.from(value))
    // No canonical line end: to the letter it is the same row, by its values another one.
    if (code === CARRIAGE_RETURN || row[to++] !== code) return -1
  }
  return to
}

function afterBytes(row: Uint8Array, at: number, value: Uint8Array): number {
  for (let from = 0; from < value.length; from++) if (row[at + from] !== value[from]) return -1
  return at + value.length
}

/**
 * Whether a row, as the server put it together (`server-line.ts`), is what a plan says of it: the cells by their old values (side 0) or new ones (1), all
 * others as they stand in the line. Compares bytes where they lie. Answers the place behind what stays in the line; -1 when it is not the same, or cannot
 * be told this way (escaped characters, another order): then the values have to be looked at.
 */
export function rowIs(row: Uint8Array, { bytes, sameAt, cells }: PlanOperation, columns: readonly NamedColumn[], side: 0 | 1): number {
  let [line, at] = [sameAt + 1, 0]
  for (let column = 0; column < columns.length; column++) {
    const { name, written } = columns[column] as NamedColumn
    if (column > 0 && row[at++] !== serverSeparator) return -1
    const cell = ofColumn(cells, name)
    if (cell !== undefined) {
      at = afterValue(row, at, cell[side])
      if (at < 0) return -1
      continue
    }
    if (line > sameAt + 1 && bytes[line++] !== COMMA) return -1
    for (let letter = 0; letter < written.length; letter++) if (bytes[line++] !== written[letter]) return -1
    if (bytes[line] === N) {
      if (row[at++] !== serverNull) return -1
      line += 4
      continue
    }
    if (bytes[line++] !== QUOTE) return -1
    for (let byte = bytes[line++]; byte !== QUOTE; byte = bytes[line++]) if (byte === BACKSLASH || row[at++] !== byte) return -1
  }
  return at === row.length && bytes[line] === CLOSING ? line + 1 : -1
}
