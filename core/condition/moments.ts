const dateText = /^(\d{4})-(\d\d)-(\d\d)$/
const clockText = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/
const spanText = /^(-?)(\d{1,3}):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/

/** Days of a month, by the Gregorian rule. */
function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Whether a date of the right form is one of the calendar; servers keep others too (`0000-00-00`) when they are told to. */
export function isCalendarDate(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

/** `2027-01-31` as it is; null for a text of another form. */
export const dateOf = (text: string): string | null => (dateText.test(text) ? text : null)

/** `2027-01-31 11:00:00.000000`, from a date, or a date and a clock with `T` or a space between. Null for a text of another form. */
export function momentOf(text: string): string | null {
  const [date = '', clock = '00:00:00'] = text.split(/[T ]/, 2)
  const [, hours = '', minutes = '', seconds = '', fraction = ''] = clockText.exec(clock) ?? []
  if (!dateText.test(date) || text.length > date.length + 1 + clock.length || !hours) return null
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null
  return `${date} ${hours}:${minutes}:${seconds}.${fraction.padEnd(6, '0')}`
}

/** Microseconds of a `TIME`, which may be negative and longer than a day. Null for a text of another form. */
export function spanOf(text: string): string | null {
  const [, sign = '', hours = '', minutes = '', seconds = '', fraction = ''] = spanText.exec(text) ?? []
  if (!hours || Number(hours) > 838 || Number(minutes) > 59 || Number(seconds) > 59) return null
  const micros = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000_000 + Number(fraction.padEnd(6, '0'))
  return String(sign && micros ? -micros : micros)
}
