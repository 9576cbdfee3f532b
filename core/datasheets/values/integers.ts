import type { SheetCell } from '#core/datasheets/cell.ts'
import type { ColumnType } from '#core/datasheets/table.ts'
import { numberOfCell, SAFE_DIGITS } from './cell-number.ts'
import { toScale, wholeDigits } from './decimal.ts'
import { problem, type Read, warned } from './read.ts'

type Integer = Extract<ColumnType, { kind: 'integer' }>

/** The least and the greatest value, as texts. */
export function integerRange({ bytes, unsigned }: Pick<Integer, 'bytes' | 'unsigned'>): { min: bigint; max: bigint } {
  const bits = BigInt(bytes * 8)
  return unsigned ? { min: 0n, max: 2n ** bits - 1n } : { min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n }
}

/** Digits of a whole number below 10^15 as it is written canonically: everything else takes the long way. */
const ordinary = /^(?:0|-?[1-9]\d{0,14})$/

/** Reads whole numbers within bounds: `1`, `1.0`, ` 1 `, `1E3`; not `1.5`, `12abc`, `1,000`. */
export function wholeReader(min: bigint, max: bigint): (cell: SheetCell) => Read {
  const [low, high] = [Number(min), Number(max)]
  const outside = problem('number_out_of_range', { min: String(min), max: String(max) })
  return (cell) => {
    const { raw } = cell
    if ((cell.kind === 'text' || (cell.kind === 'number' && cell.style === 'plain')) && ordinary.test(raw)) {
      const number = Number(raw)
      return number < low || number > high ? outside : raw
    }
    const read = numberOfCell(cell)
    if ('problem' in read) return read
    const whole = toScale(read.number, 0)
    if (whole === null) return problem('number_not_whole')
    if (whole.length > 21 || BigInt(whole) < min || BigInt(whole) > max) return outside
    if (read.lost) return problem('number_digits_lost', { digits: SAFE_DIGITS })
    return cell.kind === 'number' && wholeDigits(read.number) > SAFE_DIGITS ? warned(whole, 'number_digits_doubtful', { digits: SAFE_DIGITS }) : whole
  }
}

export function integerReader(type: Integer): (cell: SheetCell) => Read {
  const { min, max } = integerRange(type)
  return wholeReader(min, max)
}
