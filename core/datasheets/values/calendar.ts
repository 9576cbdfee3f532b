const two = (value: number): string => (value < 10 ? `0${value}` : String(value))

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? 0))

/** Whether the day exists. */
export const isDay = (year: number, month: number, day: number): boolean => day >= 1 && day <= daysIn(year, month)

export const dateText = (year: number, month: number, day: number): string => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`

/** The day after a `YYYY-MM-DD`. */
export function dayAfter(date: string): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  if (isDay(year, month, day + 1)) return dateText(year, month, day + 1)
  return month === 12 ? dateText(year + 1, 1, 1) : dateText(year, month + 1, 1)
}

/** A time in whole seconds with the fraction that the column keeps; `carried` when the fraction rounded up to a second that is not in `seconds` yet. */
export type Fraction = { readonly text: string; readonly carried: boolean; readonly rounded: boolean }

/** Rounds the digits behind the point to `fsp` of them, half up. */
export function roundFraction(digits: string, fsp: number): Fraction {
  const kept = digits.slice(0, fsp).padEnd(fsp, '0')
  const rounded = /[1-9]/.test(digits.slice(fsp))
  const up = digits.charCodeAt(fsp) >= 53
  const units = up ? String(Number(kept || '0') + 1).padStart(fsp, '0') : kept
  const carried = up && units.length > fsp
  const text = carried ? '0'.repeat(fsp) : units
  return { text: fsp === 0 ? '' : `.${text}`, carried, rounded }
}

/** Seconds as `HH:MM:SS`, hours beyond 24 as they are. */
export function clockText(seconds: number): string {
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
