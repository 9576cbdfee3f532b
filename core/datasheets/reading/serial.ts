/** Why a serial number is no point in time: not a number, before 1900-03-01 (or only a time of day), negative, or after 9999-12-31. */
export type SerialFault = 'not_a_number' | 'before_first_date' | 'negative' | 'too_large'
export type SerialResult = { text: string } | { fault: SerialFault }

/** How many days stand before the first that may be read: 1900-02-29 never was, so the first 60 days of Excel's own calendar mean two things. */
const FIRST_DAY_1900 = 61
const FIRST_DAY_1904 = 1
/** Days from 1970-01-01 back to the day 0 of each calendar: 1899-12-30 and 1904-01-01. */
const EPOCH_1900 = -25_569
const EPOCH_1904 = -24_107
/** 9999-12-31 as days since 1970-01-01. */
const LAST_DAY = 2_932_896
const SECONDS_OF_DAY = 86_400
/** No spreadsheet writes more; a longer exponent would only make the arithmetic slow. */
const LARGEST_EXPONENT = 400
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/

const two = (value: number): string => (value < 10 ? `0${value}` : String(value))

/** A decimal number as units of 10^-scale days; null when the text is none. */
type Decimal = { negative: boolean; digits: bigint; scale: number }

function decimalOf(raw: string): Decimal | null {
  const match = NUMBER.exec(raw)
  if (!match) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const power = Number(exponent)
  if (!(whole + fraction) || Math.abs(power) > LARGEST_EXPONENT || raw.length > LARGEST_EXPONENT) return null
  const scale = fraction.length - power
  const digits = BigInt(whole + fraction)
  return scale < 0 ? { negative: sign === '-', digits: digits * 10n ** BigInt(-scale), scale: 0 } : { negative: sign === '-', digits, scale }
}

/** Days as whole units of 10^-fsp seconds, rounded half up (away from zero for what is negative). */
function unitsOf({ digits, scale }: Decimal, fsp: number): bigint {
  const numerator = digits * BigInt(SECONDS_OF_DAY) * 10n ** BigInt(fsp)
  const denominator = 10n ** BigInt(scale)
  return (numerator * 2n + denominator) / (denominator * 2n)
}

/** The date that many days after 1970-01-01, by the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
function dateOfDay(day: number): string {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`
}

function timeText(seconds: number, fraction: string): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return `${two(hours)}:${two(minutes)}:${two(seconds % 60)}${fraction}`
}

const fractionText = (units: bigint, fsp: number): string => (fsp === 0 ? '' : `.${String(units).padStart(fsp, '0')}`)

const SIMPLE = /^(\d{1,7})(?:\.(\d{1,17}))?$/

/**
 * Whole seconds of an ordinary serial number without big integers: exact, because the fraction is taken in two halves whose products stay below
 * 2^53. Null when the text has another form.
 */
function simpleSeconds(raw: string): { day: number; seconds: number } | null {
  const match = SIMPLE.exec(raw)
  if (!match) return null
  const fraction = (match[2] ?? '').padEnd(17, '0')
  const low = Number(fraction.slice(8)) * SECONDS_OF_DAY
  const high = Number(fraction.slice(0, 8)) * SECONDS_OF_DAY + Math.floor(low / 1e9)
  const seconds = Math.floor(high / 1e8) + (high % 1e8 >= 5e7 ? 1 : 0)
  return seconds === SECONDS_OF_DAY ? { day: Number(match[1]) + 1, seconds: 0 } : { day: Number(match[1]), seconds }
}

/** What a serial number comes to: whole days, the seconds of the day and the digits of its fraction. */
function pointOf(raw: string, fsp: number): { day: number; seconds: number; fraction: string } | SerialFault {
  const simple = fsp === 0 ? simpleSeconds(raw) : null
  if (simple) return { ...simple, fraction: '' }
  const decimal = decimalOf(raw)
  if (!decimal) return 'not_a_number'
  const units = unitsOf(decimal, fsp)
  if (decimal.negative && units > 0n) return 'negative'
  const perSecond = 10n ** BigInt(fsp)
  const seconds = units / perSecond
  const day = seconds / BigInt(SECONDS_OF_DAY)
  if (day > BigInt(LAST_DAY * 2)) return 'too_large'
  return { day: Number(day), seconds: Number(seconds % BigInt(SECONDS_OF_DAY)), fraction: fractionText(units % perSecond, fsp) }
}

/**
 * The wall clock that a serial number of days shows, `YYYY-MM-DD HH:MM:SS` with `fsp` (0 to 6) digits of fraction, rounded half up from the characters
 * of the cell: no zone and no floating point. Refuses what spreadsheets show wrongly (days before 1900-03-01; of the 1904 calendar a mere time of day).
 */
export function dateTimeOfSerial(raw: string, date1904: boolean, fsp: number): SerialResult {
  const point = pointOf(raw, fsp)
  if (typeof point === 'string') return { fault: point }
  if (point.day < (date1904 ? FIRST_DAY_1904 : FIRST_DAY_1900)) return { fault: 'before_first_date' }
  const day = point.day + (date1904 ? EPOCH_1904 : EPOCH_1900)
  if (day > LAST_DAY) return { fault: 'too_large' }
  return { text: `${dateOfDay(day)} ${timeText(point.seconds, point.fraction)}` }
}

/**
 * A serial number as a span of time, `[-]HH:MM:SS` with `fsp` (0 to 6) digits of fraction, hours beyond 24 included: 1.5 is `36:00:00`. Rounded half up,
 * away from zero for what is negative. Whether the column holds it is the caller's question.
 */
export function durationOfSerial(raw: string, fsp: number): SerialResult {
  const decimal = decimalOf(raw)
  if (!decimal) return { fault: 'not_a_number' }
  const units = unitsOf(decimal, fsp)
  const perSecond = 10n ** BigInt(fsp)
  const seconds = units / perSecond
  if (seconds > BigInt(LAST_DAY) * BigInt(SECONDS_OF_DAY)) return { fault: 'too_large' }
  const sign = decimal.negative && units > 0n ? '-' : ''
  return { text: sign + timeText(Number(seconds), fractionText(units % perSecond, fsp)) }
}
