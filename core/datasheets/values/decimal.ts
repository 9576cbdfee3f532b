/** An exact number: digits * 10^-scale. `digits` has neither leading nor trailing zeros and is empty for zero, which is never negative. */
export type Decimal = { readonly negative: boolean; readonly digits: string; readonly scale: number }

/** No column holds longer numbers; a longer text would only make the arithmetic slow. */
const LONGEST = 400
const LARGEST_EXPONENT = 400
const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/
const zero: Decimal = { negative: false, digits: '', scale: 0 }

function withoutOuterZeros(digits: string): { digits: string; cut: number } {
  let start = 0
  let end = digits.length
  while (start < end && digits.charCodeAt(start) === 48) start++
  while (end > start && digits.charCodeAt(end - 1) === 48) end--
  return { digits: digits.slice(start, end), cut: digits.length - end }
}

/** Reads `-12.50`, `.5`, `5.`, `1E+5`: digits, a point, an exponent to 400. Null for anything else, blanks included. */
export function parseDecimal(text: string): Decimal | null {
  const match = text.length > LONGEST ? null : shape.exec(text)
  if (!match) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const power = Number(exponent)
  if (!(whole || fraction) || Math.abs(power) > LARGEST_EXPONENT) return null
  const { digits, cut } = withoutOuterZeros(whole + fraction)
  return digits ? { negative: sign === '-', digits, scale: fraction.length - power - cut } : zero
}

/** How many digits stand before the point; 0 for numbers below 1. */
export const wholeDigits = ({ digits, scale }: Decimal): number => Math.max(0, digits.length - scale)

/** With exactly `scale` digits after the point, as the server prints a DECIMAL. Null when the number has more: nothing is rounded. */
export function toScale(number: Decimal, scale: number): string | null {
  if (number.scale > scale) return null
  const digits = number.digits.padEnd(number.digits.length + scale - (number.digits ? number.scale : scale), '0').padStart(scale + 1, '0')
  const sign = number.negative ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** The shortest plain text, without an exponent and without zeros that say nothing. */
export const plainText = (number: Decimal): string => toScale(number, Math.max(0, number.scale)) as string

/** By value: negative, 0 or positive. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1
  return a.negative ? compareSizes(b, a) : compareSizes(a, b)
}

function compareSizes(a: Decimal, b: Decimal): number {
  if (!a.digits || !b.digits) return a.digits.length - b.digits.length
  const places = a.digits.length - a.scale - (b.digits.length - b.scale)
  if (places !== 0) return places
  return a.digits === b.digits ? 0 : a.digits < b.digits ? -1 : 1
}
