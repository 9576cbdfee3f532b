import type { SheetCell } from '#core/datasheets/cell.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { numberOfRaw, SAFE_DIGITS } from './cell-number.ts'
import { type Decimal, parseDecimal, plainText, wholeDigits } from './decimal.ts'
import { DEEPEST, type JsonFault, type JsonValue, parseJson } from './json-parse.ts'
import { problem, type Read, type ReadProblem, warned } from './read.ts'

/** Numbers with more zeros than this are written with an exponent. */
const LONGEST_PLAIN = 40

function numberText(number: Decimal): string {
  if (Math.abs(number.scale) <= LONGEST_PLAIN) return plainText(number)
  return `${number.negative ? '-' : ''}${number.digits}e${-number.scale}`
}

const byCode = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

/** The one text of a value: keys in order, no blanks, numbers by value (`1.0` is `1`). */
export function jsonText(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if ('number' in value) return numberText(value.number)
  if (value instanceof Map) return `{${[...value].sort(byCode).map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`)}}`
  return `[${(value as readonly JsonValue[]).map(jsonText)}]`
}

/** Canonical text of a JSON document; a text that is none, or that has a key twice, stays as it is. */
export function canonicalJson(text: string): string {
  const parsed = parseJson(text)
  return 'fault' in parsed ? text : jsonText(parsed.value)
}

/** Numbers that MySQL's JSON type would round: it holds 64-bit integers and doubles. */
function isRounded(number: Decimal): boolean {
  if (number.scale <= 0 && wholeDigits(number) <= 18) return false
  const text = numberText(number)
  if (number.scale <= 0 && wholeDigits(number) <= 20 && BigInt(text) >= -(2n ** 63n) && BigInt(text) < 2n ** 64n) return false
  const back = parseDecimal(String(Number(text)))
  return back === null || back.digits !== number.digits || back.scale !== number.scale
}

function roundedNumber(value: JsonValue): Decimal | null {
  if (value === null || typeof value !== 'object') return null
  if ('number' in value) return isRounded(value.number) ? value.number : null
  for (const item of value.values()) {
    const found = roundedNumber(item)
    if (found) return found
  }
  return null
}

function faultOf({ fault, position, key = '' }: JsonFault): ReadProblem {
  if (fault === 'too_deep') return problem('json_too_deep', { levels: DEEPEST })
  return fault === 'duplicate_key' ? problem('json_duplicate_key', { key: key.slice(0, 60) }) : problem('json_invalid', { position })
}

/** A number cell: as in columns of numbers, what a spreadsheet keeps of its digits. */
function ofNumber(raw: string, rounds: boolean): Read {
  const read = numberOfRaw(raw)
  if (!read) return problem('number_unreadable')
  if (read.lost) return problem('number_digits_lost', { digits: SAFE_DIGITS })
  const text = numberText(read.number)
  if (rounds && isRounded(read.number)) return problem('json_number_rounded', { number: text.slice(0, 60) })
  return wholeDigits(read.number) > SAFE_DIGITS ? warned(text, 'number_digits_doubtful', { digits: SAFE_DIGITS }) : text
}

/** Reads JSON documents by value. MySQL's own type rounds numbers, which is refused; MariaDB keeps the text. */
export function jsonReader({ declared }: Pick<ColumnDef, 'declared'>): (cell: SheetCell) => Read {
  const rounds = /^json$/i.test(declared)
  return (cell) => {
    if (cell.kind === 'boolean') return cell.raw === '1' ? 'true' : 'false'
    if (cell.kind === 'date' || cell.style !== 'plain') return problem('number_is_date', { number: cell.raw.slice(0, 40) })
    if (cell.kind === 'number') return ofNumber(cell.raw, rounds)
    const parsed = parseJson(cell.raw)
    if ('fault' in parsed) return faultOf(parsed)
    const lost = rounds ? roundedNumber(parsed.value) : null
    return lost ? problem('json_number_rounded', { number: numberText(lost).slice(0, 60) }) : jsonText(parsed.value)
  }
}
