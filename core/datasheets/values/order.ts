import type { ColumnType } from '#core/datasheets/table.ts'
import { compareDecimals, type Decimal, parseDecimal } from './decimal.ts'

type Compare = (a: string, b: string) => number

const byCode: Compare = (a, b) => (a === b ? 0 : a < b ? -1 : 1)

const byLength: Compare = (a, b) => a.length - b.length || byCode(a, b)
const byHours: Compare = (a, b) => a.indexOf(':') - b.indexOf(':') || byCode(a, b)

/** Whole numbers without leading zeros: more digits are more. */
function byWhole(a: string, b: string): number {
  const [minusA, minusB] = [a.charCodeAt(0) === 45, b.charCodeAt(0) === 45]
  if (minusA !== minusB) return minusA ? -1 : 1
  return minusA ? byLength(b, a) : byLength(a, b)
}

const zero: Decimal = { negative: false, digits: '', scale: 0 }
const byDecimal: Compare = (a, b) => (a === b ? 0 : compareDecimals(parseDecimal(a) ?? zero, parseDecimal(b) ?? zero))

/** Hours of any length, and a sign. */
function byTime(a: string, b: string): number {
  const [minusA, minusB] = [a.charCodeAt(0) === 45, b.charCodeAt(0) === 45]
  if (minusA !== minusB) return minusA ? -1 : 1
  return minusA ? byHours(b, a) : byHours(a, b)
}

/**
 * The order of two canonical texts of a type, as the server sorts them: numbers and times by value, dates and years by their text, bytes and weights
 * by their hexadecimal digits. Texts must come as weights (`HEX(WEIGHT_STRING(...))`); labels, which the server sorts by position, by their place.
 */
export function compareKeyPart(type: ColumnType): Compare {
  switch (type.kind) {
    case 'integer':
    case 'bit':
      return byWhole
    case 'decimal':
    case 'float':
      return byDecimal
    case 'time':
      return byTime
    case 'enum':
      return byPlace(type.labels)
    case 'set':
      return bySum(type.labels)
    default:
      return byCode
  }
}

function byPlace(labels: readonly string[]): Compare {
  const places = new Map(labels.map((label, place) => [label, place] as const))
  return (a, b) => (places.get(a) ?? -1) - (places.get(b) ?? -1) || byCode(a, b)
}

/** A set is the sum of the bits of its labels. */
function bySum(labels: readonly string[]): Compare {
  const bits = new Map(labels.map((label, place) => [label, 1n << BigInt(place)] as const))
  const sum = (text: string): bigint => (text === '' ? 0n : text.split(',').reduce((total, label) => total + (bits.get(label) ?? 0n), 0n))
  return (a, b) => (sum(a) === sum(b) ? byCode(a, b) : sum(a) < sum(b) ? -1 : 1)
}
