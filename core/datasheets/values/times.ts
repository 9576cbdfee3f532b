import type { SheetCell } from '#core/datasheets/cell.ts'
import { durationOfSerial } from '#core/datasheets/reading/serial.ts'
import { clockText, roundFraction } from './calendar.ts'
import { problem, type Read, warned } from './read.ts'

const spelled = /^(-?)(\d{1,4}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,30}))?)?$/
const LARGEST = 838 * 3600 + 59 * 60 + 59
const outside = problem('time_out_of_range', { max: '838:59:59' })

/** Seconds of a canonical time without its sign and fraction. */
function secondsOf(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace('-', '').split('.')[0]?.split(':').map(Number) ?? []
  return (hours * 60 + minutes) * 60 + seconds
}

const isZero = (text: string): boolean => !/[1-9]/.test(text)
const fits = (text: string): boolean => secondsOf(text) < LARGEST || (secondsOf(text) === LARGEST && !/\.\d*[1-9]/.test(text))

function ofText(text: string, fsp: number): Read {
  const match = spelled.exec(text)
  if (!match) return problem(/\d{4}[-/.]\d/.test(text) ? 'time_with_date' : 'time_unreadable')
  const [, sign, hours, minutes, seconds = '0', digits = ''] = match
  if (Number(minutes) > 59 || Number(seconds) > 59) return problem('time_unreadable')
  const fraction = roundFraction(digits, fsp)
  const total = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds) + (fraction.carried ? 1 : 0)
  const size = clockText(total) + fraction.text
  if (!fits(size)) return outside
  const value = isZero(size) ? size : `${sign}${size}`
  return fraction.rounded ? warned(value, 'fraction_rounded', { to: value }) : value
}

/** Times as numbers are parts of days. A day or more is a date, unless the cell shows it as a span: 1.5 as `[h]:mm` is 36:00:00. */
function ofSerial(cell: SheetCell, fsp: number): Read {
  const number = Math.abs(Number(cell.raw))
  if (number >= 1 && cell.style !== 'duration') return problem('time_with_date')
  const result = durationOfSerial(cell.raw, fsp)
  if ('fault' in result) return problem('time_unreadable')
  if (!fits(result.text)) return outside
  return cell.style === 'plain' ? warned(result.text, 'date_from_plain_number', { number: cell.raw.slice(0, 40), date: result.text }) : result.text
}

/** Reads TIME columns: `10:00`, `-01:30:00.5`, parts of a day; to 838:59:59, at the column's fraction of a second. */
export function timeReader(fsp: number): (cell: SheetCell) => Read {
  return (cell) => {
    if (cell.kind === 'boolean') return problem('time_unreadable')
    return cell.kind === 'number' ? ofSerial(cell, fsp) : ofText(cell.raw.trim(), fsp)
  }
}
