import { dateOf, isCalendarDate, momentOf, spanOf } from '#core/condition/moments.ts'
import { comparePlain, plainNumber } from '#core/condition/numbers.ts'
import { compareUtf8 } from '#core/shared/utf8.ts'

/**
 * How the values of a column compare. number: exact, by value. double and float: by value, as the server's binary numbers of 8 and 4 bytes (0.1 finds the FLOAT that is nearest to it). bit, year: numbers
 * that SQL wants to be asked for. text: byte by byte in UTF-8, whatever the collation, so that `t` is not `T` and `a ` is not `a`; labels of
 * ENUM and SET too. date, datetime, time: on the clock of the column. opaque: only whether it is NULL.
 */
export type ComparedAs = 'number' | 'double' | 'float' | 'bit' | 'year' | 'text' | 'date' | 'datetime' | 'time' | 'opaque'

const binaryNumber =
  (rounded: (value: number) => number) =>
  (text: string): string | null => {
    const plain = plainNumber(text)
    const value = rounded(Number(plain))
    return plain !== null && Number.isFinite(value) ? String(value || 0) : null
  }

const readers: Record<ComparedAs, (text: string) => string | null> = {
  number: plainNumber,
  bit: plainNumber,
  year: plainNumber,
  double: binaryNumber((value) => value),
  float: binaryNumber(Math.fround),
  text: (text) => text,
  date: dateOf,
  datetime: momentOf,
  time: spanOf,
  opaque: () => null,
}

/** A value in the one form in which equal values are equal texts; null when it is none of its type. */
export const comparable = (as: ComparedAs, text: string): string | null => readers[as](text)

/** Order of two comparable values: negative, 0 or positive. */
export function compareAs(as: ComparedAs, a: string, b: string): number {
  if (as === 'text' || as === 'date' || as === 'datetime') return compareUtf8(a, b)
  return as === 'double' || as === 'float' || as === 'time' ? Number(a) - Number(b) : comparePlain(a, b)
}

/** What DECIMAL(65,30) holds, in which exact numbers reach the server. */
const fitsDecimal = (plain: string): boolean => {
  const [whole = '', fraction = ''] = plain.replace('-', '').split('.')
  return whole.length <= 35 && fraction.length <= 30
}

/** What a condition writes on its right side, comparable; null when the column cannot be compared with it. */
export function literal(as: ComparedAs, value: string | number | boolean): string | null {
  if (typeof value === 'boolean') return as === 'number' || as === 'bit' ? String(Number(value)) : null
  const read = comparable(as, String(value))
  if (read === null) return null
  // Rows carry LF where the server may keep CRLF: texts of several lines would not compare alike.
  if (as === 'text') return /[\r\n]/.test(read) ? null : read
  if (as === 'date' || as === 'datetime') return isCalendarDate(read.slice(0, 10)) ? read : null
  return as === 'number' || as === 'bit' || as === 'year' ? (fitsDecimal(read) ? read : null) : read
}
