import type { SheetCell } from '#core/datasheets/cell.ts'
import { wholeReader } from './integers.ts'
import { problem, type Read } from './read.ts'

const outside = problem('year_out_of_range', { min: 1901, max: 2155 })

/** Reads YEAR columns: four digits from 1901 to 2155, or 0. Two digits are refused: the server would make a century of them. */
export function yearReader(): (cell: SheetCell) => Read {
  const whole = wholeReader(-(10n ** 9n), 10n ** 9n)
  return (cell) => {
    const read = whole(cell)
    if (typeof read !== 'string') return read
    const year = Number(read)
    return year === 0 ? '0000' : year >= 1901 && year <= 2155 ? read : outside
  }
}
