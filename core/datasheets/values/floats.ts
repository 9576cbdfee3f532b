import type { SheetCell } from '#core/datasheets/cell.ts'
import type { ColumnDef, ColumnType } from '#core/datasheets/table.ts'
import { numberOfCell } from './cell-number.ts'
import { plainText, toScale } from './decimal.ts'
import { problem, type Read, warned } from './read.ts'

type Float = Extract<ColumnType, { kind: 'float' }>

/** A double holds at most this many digits of what was typed. */
const DOUBLE_DIGITS = 17

const LARGEST_FLOAT = 3.4028234663852886e38

/** The shortest text that leads back to the same FLOAT: 6 to 9 digits do. The largest needs more: its short text is larger than it, and is refused. */
function shortestOfFloat(value: number): string {
  if (Math.abs(value) === LARGEST_FLOAT) return String(value)
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)))
    if (Math.fround(Number(text)) === value) return text
  }
  return String(Number(value.toPrecision(9)))
}

/** The canonical text of a number that the server holds as FLOAT or DOUBLE: the shortest that leads back to it. -0 is 0. */
export function floatText(value: number, double: boolean): string {
  if (value === 0) return '0'
  return double ? String(value) : shortestOfFloat(Math.fround(value))
}

/** Digits after the point that FLOAT(7,2) keeps; null for the usual FLOAT. */
function placesOf(declared: string): number | null {
  const match = /\(\d+,(\d+)\)/.exec(declared)
  return match ? Number(match[1]) : null
}

/** Reads approximate numbers. What the column cannot hold exactly is stored as its nearest number: said, when digits that were typed go. */
export function floatReader({ double, unsigned }: Float, { declared }: Pick<ColumnDef, 'declared'>): (cell: SheetCell) => Read {
  const places = placesOf(declared)
  const largest = double ? '1.7976931348623157E308' : String(LARGEST_FLOAT).toUpperCase()
  const outside = problem('number_out_of_range', { min: unsigned ? '0' : `-${largest}`, max: largest })
  return (cell) => {
    const read = numberOfCell(cell)
    if ('problem' in read) return read
    const { number } = read
    if (places !== null && toScale(number, places) === null) return problem('number_too_many_places', { places })
    const typed = Number(`${number.negative ? '-' : ''}${number.digits || '0'}e${-number.scale}`)
    const value = double ? typed : Math.fround(typed)
    if (!Number.isFinite(value) || (unsigned && number.negative)) return outside
    const text = floatText(value, double)
    const rounded = double ? number.digits.length > DOUBLE_DIGITS : Number(text) !== typed
    return rounded ? warned(text, 'float_rounded', { from: plainText(number).slice(0, 60), to: text }) : text
  }
}
