import type { SheetCell } from '#core/datasheets/cell.ts'
import { type Decimal, parseDecimal } from './decimal.ts'
import { type Params, problem, type ReadProblem } from './read.ts'

/** Spreadsheets hold numbers as doubles: this many digits survive, whatever was typed. */
export const SAFE_DIGITS = 15

/** `lost`: the cell held more digits than a spreadsheet keeps, so nobody knows what was typed. */
export type CellNumber = { readonly number: Decimal; readonly lost: boolean }

const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/u
const grouped = /^[+-]?\d[\d,]*(?:\.\d*)?$/
const fullWidth = /[\uff0b\uff0d-\uff0f\uff10-\uff19]/

/**
 * The number of a number cell. Spreadsheets write 1.1 as `1.1000000000000001`, the 17 digits of its double: such a text stands for the shortest
 * one that leads to the same double. Any other text with more than 15 digits has lost some.
 */
export function numberOfRaw(raw: string): CellNumber | null {
  const exact = parseDecimal(raw)
  if (!exact || exact.digits.length <= SAFE_DIGITS) return exact && { number: exact, lost: false }
  const double = Number(raw)
  const shortest = parseDecimal(String(double))
  const spelled = parseDecimal(double.toPrecision(17))
  if (!shortest || !spelled) return { number: exact, lost: true }
  const own = spelled.digits === exact.digits && spelled.scale === exact.scale
  if (own || (shortest.digits === exact.digits && shortest.scale === exact.scale)) return { number: shortest, lost: shortest.digits.length > SAFE_DIGITS }
  return { number: exact, lost: true }
}

/** Some programs write a number with the 16 digits of its double: 9.7 as `9.699999999999999`. The shorter number that is written like that; null for none. */
export function printedInSixteen(raw: string): Decimal | null {
  const exact = parseDecimal(raw)
  if (!exact || exact.digits.length !== SAFE_DIGITS + 1) return null
  const short = Number(raw).toPrecision(SAFE_DIGITS)
  const printed = parseDecimal(Number(short).toPrecision(SAFE_DIGITS + 1))
  return printed?.digits === exact.digits && printed.scale === exact.scale ? parseDecimal(short) : null
}

const codePoint = (text: string): string => `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Why a typed text is no number, by the mistake that people make. */
function whyNot(text: string): ReadProblem {
  const hidden = invisible.exec(text)
  if (hidden) return problem('number_invisible', { character: codePoint(hidden[0]) })
  if (text.includes(',') && grouped.test(text)) return problem('number_with_comma', { suggestion: text.replaceAll(',', '') })
  const narrow = text.normalize('NFKC')
  if (fullWidth.test(text) && parseDecimal(narrow)) return problem('number_full_width', { suggestion: narrow })
  return problem('number_unreadable')
}

const dateStyled = (cell: SheetCell): Params => ({ number: cell.raw.slice(0, 40) })

/** The number that a cell holds or spells. Outer spaces do not count; anything else that is not a number is refused by name. */
export function numberOfCell(cell: SheetCell): CellNumber | ReadProblem {
  if (cell.kind === 'number')
    return cell.style === 'plain' ? (numberOfRaw(cell.raw) ?? problem('number_unreadable')) : problem('number_is_date', dateStyled(cell))
  if (cell.kind === 'boolean') return problem('number_is_boolean')
  if (cell.kind === 'date') return problem('number_is_date', dateStyled(cell))
  const text = cell.raw.trim()
  const number = parseDecimal(text)
  return number ? { number, lost: false } : whyNot(text)
}
