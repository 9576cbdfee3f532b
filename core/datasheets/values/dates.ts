import type { SheetCell } from '#core/datasheets/cell.ts'
import { dateTimeOfSerial } from '#core/datasheets/reading/serial.ts'
import { clockText, dateText, dayAfter, isDay, roundFraction } from './calendar.ts'
import { problem, type Read, type ReadProblem, warned } from './read.ts'

/** A point on the wall clock at the column's fraction: `YYYY-MM-DD` and `HH:MM:SS[.fff]`. */
type Point = { date: string; time: string; rounded: boolean }

const SECONDS_OF_DAY = 86_400
const spelled = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,30}))?)?)?$/
const zoned = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]+\d[\d:.]*)?) *(?!(?:AM|PM)$)(?:[A-Z]{1,5}|[A-Z][A-Z_]+\/[A-Z_]+|[+-]\d{1,2}(?::?\d{2})?)$/i
const timeOnly = /^-?\d{1,3}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?$/
const ZERO = '0000-00-00'
const zeroes = /^0000-00-00(?:[ T]00:00(?::00(?:\.0+)?)?)?$/
const wholeNumber = /^\d{1,7}$/
const midnight = /^00:00:00(?:\.0+)?$/

/** The point with its seconds and fraction rounded; past midnight it is the next day. Null after 9999-12-31. */
function pointAt(date: string, seconds: number, digits: string, fsp: number): Point | null {
  const { text, carried, rounded } = roundFraction(digits, fsp)
  const total = seconds + (carried ? 1 : 0)
  const day = total === SECONDS_OF_DAY ? dayAfter(date) : date
  return day.length > 10 ? null : { date: day, time: clockText(total % SECONDS_OF_DAY) + text, rounded }
}

/** Why a text is no date: a zone that the column cannot keep, a time without a day, or anything else. */
function whyNot(text: string): ReadProblem {
  const local = zoned.exec(text)?.[1]
  if (local !== undefined && spelled.test(local)) return problem('date_with_zone')
  return problem(timeOnly.test(text) ? 'date_missing' : 'date_unreadable')
}

/** A date, with or without a time of day, as people and programs write it: year first. Anything else is refused by name. */
function pointOfText(text: string, fsp: number): Point | ReadProblem {
  const match = spelled.exec(text)
  if (!match) return whyNot(text)
  const part = (n: number): number => Number(match[n] ?? 0)
  const [year, month, day, hour, minute, second] = [part(1), part(3), part(4), part(5), part(6), part(7)]
  if (!isDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return problem('date_impossible')
  return pointAt(dateText(year, month, day), (hour * 60 + minute) * 60 + second, match[8] ?? '', fsp) ?? problem('date_impossible')
}

const serialFaults = {
  not_a_number: 'date_unreadable',
  negative: 'date_unreadable',
  before_first_date: 'date_serial_too_early',
  too_large: 'date_serial_too_large',
} as const

/**
 * A double of today holds no finer than a microsecond: a serial that comes within one of a whole millisecond means the millisecond.
 */
function steady(raw: string, date1904: boolean, fsp: number): string | ReadProblem {
  const fine = dateTimeOfSerial(raw, date1904, fsp)
  if ('fault' in fine) return problem(serialFaults[fine.fault])
  if (fsp !== 6 || !/(?:999|001)$/.test(fine.text)) return fine.text
  const coarse = dateTimeOfSerial(raw, date1904, 3)
  return 'text' in coarse ? `${coarse.text}000` : fine.text
}

function pointOfSerial(raw: string, date1904: boolean, fsp: number): Point | ReadProblem {
  // A number below 1 is a time of day without a day.
  const number = Number(raw)
  if (number >= 0 && number < 1) return problem('date_missing')
  const text = steady(raw, date1904, fsp)
  return typeof text === 'string' ? { date: text.slice(0, 10), time: text.slice(11), rounded: false } : text
}

function pointOf(cell: SheetCell, date1904: boolean, fsp: number): Point | ReadProblem {
  if (cell.kind === 'boolean') return problem('date_unreadable')
  return cell.kind === 'number' ? pointOfSerial(cell.raw, date1904, fsp) : pointOfText(cell.raw.trim(), fsp)
}

/** Fractions of a second that are whole milliseconds: what a serial number can be trusted with. */
const millisecond = /\.\d{3}0+$/

/** What there is to say about a date that was read. */
function remarkOn(value: string, cell: SheetCell, rounded: boolean): Read {
  if (rounded) return warned(value, 'fraction_rounded', { to: value })
  return cell.kind === 'number' && cell.style === 'plain' ? warned(value, 'date_from_plain_number', { number: cell.raw.slice(0, 40), date: value }) : value
}

const isZero = (cell: SheetCell): boolean => cell.kind === 'text' && zeroes.test(cell.raw.trim())

/** Reads days: serial numbers and `2026-11-21`, `2026/11/21`, `2026.11.21`; a time of day other than midnight is refused. */
export function dateReader(date1904: boolean): (cell: SheetCell) => Read {
  return (cell) => {
    if (isZero(cell)) return warned(ZERO, 'zero_date')
    const point = pointOf(cell, date1904, wholeNumber.test(cell.raw) ? 0 : 6)
    if ('problem' in point) return point
    return midnight.test(point.time) ? remarkOn(point.date, cell, false) : problem('date_with_time', { date: point.date })
  }
}

/** Beyond the millisecond a serial number says only nearly what was typed: its last digits count days. */
const isFine = (fsp: number, cell: SheetCell, { time }: Point): boolean => fsp > 3 && cell.kind === 'number' && !millisecond.test(time)

/** Reads wall clocks at the column's fraction of a second; a day alone is its midnight. No zone is read and none is added. */
export function dateTimeReader(fsp: number, date1904: boolean): (cell: SheetCell) => Read {
  return (cell) => {
    if (isZero(cell)) return warned(`${ZERO} 00:00:00${fsp ? `.${'0'.repeat(fsp)}` : ''}`, 'zero_date')
    const point = pointOf(cell, date1904, fsp)
    if ('problem' in point) return point
    const value = `${point.date} ${point.time}`
    return isFine(fsp, cell, point) ? warned(value, 'serial_microseconds', { to: value }) : remarkOn(value, cell, point.rounded)
  }
}

const FIRST_TIMESTAMP = '1970-01-01 00:00:01'
const LAST_TIMESTAMP = '2038-01-19 03:14:07'
const outside = problem('timestamp_out_of_range', { min: FIRST_TIMESTAMP, max: LAST_TIMESTAMP })

/** Reads TIMESTAMP columns: as DATETIME, in UTC, within the seconds that the type holds. */
export function timestampReader(fsp: number, date1904: boolean): (cell: SheetCell) => Read {
  const read = dateTimeReader(fsp, date1904)
  return (cell) => {
    const found = read(cell)
    const value = typeof found === 'object' && found !== null && 'value' in found ? found.value : found
    if (typeof value !== 'string' || value.startsWith(ZERO)) return found
    return value < FIRST_TIMESTAMP || value.slice(0, 19) > LAST_TIMESTAMP ? outside : found
  }
}
