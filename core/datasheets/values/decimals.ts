import type { SheetCell } from '#core/datasheets/cell.ts'
import type { ColumnType } from '#core/datasheets/table.ts'
import { numberOfCell, printedInSixteen, SAFE_DIGITS } from './cell-number.ts'
import { toScale, wholeDigits } from './decimal.ts'
import { problem, type Read, warned } from './read.ts'

type DecimalType = Extract<ColumnType, { kind: 'decimal' }>

/** Reads exact decimals at the column's scale, as the server prints them: `1.5` in DECIMAL(5,2) is `1.50`. More places are refused, never rounded. */
export function decimalReader({ precision, scale, unsigned }: DecimalType): (cell: SheetCell) => Read {
  const largest = `${'9'.repeat(precision - scale) || '0'}${scale ? `.${'9'.repeat(scale)}` : ''}`
  const outside = problem('number_out_of_range', { min: unsigned ? '0' : `-${largest}`, max: largest })
  const tooMany = problem('number_too_many_places', { places: scale })
  return (cell) => {
    const found = numberOfCell(cell)
    if ('problem' in found) return found
    const meant = found.lost && cell.kind === 'number' ? printedInSixteen(cell.raw) : null
    const read = meant ? { number: meant, lost: false } : found
    if (wholeDigits(read.number) > precision - scale || (unsigned && read.number.negative)) return outside
    const text = toScale(read.number, scale)
    if (text === null) return tooMany
    if (read.lost) return problem('number_digits_lost', { digits: SAFE_DIGITS })
    return cell.kind === 'number' && wholeDigits(read.number) > SAFE_DIGITS ? warned(text, 'number_digits_doubtful', { digits: SAFE_DIGITS }) : text
  }
}
