export type Locale = 'ko' | 'en'

/** Short names of zones that people here use; others print their IANA name. */
const short: Record<string, string> = { 'Asia/Seoul': 'KST', UTC: 'UTC', 'Etc/UTC': 'UTC' }

export const zoneName = (zone: string): string => short[zone] ?? zone

/** Times are Korea Standard Time unless a screen says otherwise. */
export const houseZone = 'Asia/Seoul'

const cache = new Map<string, Intl.DateTimeFormat>()

function parts(at: Date, locale: Locale, zone: string): Record<string, string> {
  const key = `${locale} ${zone}`
  const made = cache.get(key)
  const format =
    made ??
    new Intl.DateTimeFormat(locale === 'ko' ? 'ko-KR' : 'en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: locale === 'ko' ? 'numeric' : 'short',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  if (!made) cache.set(key, format)
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
}

type Shape = { locale: Locale; zone: string; seconds?: boolean; year?: boolean }

/** `11월 21일 (토) 14:02 KST` or `Sat 21 Nov 14:02 KST`; with the year when `year`, with seconds when `seconds`. */
export function dateTime(iso: string, { locale, zone, seconds = false, year = false }: Shape): string {
  const at = new Date(iso)
  const p = parts(at, locale, zone)
  const clock = `${p.hour}:${p.minute}${seconds ? `:${p.second}` : ''} ${zoneName(zone)}`
  if (locale === 'ko') return `${year ? `${p.year}년 ` : ''}${p.month?.replace('월', '')}월 ${p.day?.replace('일', '')}일 (${p.weekday}) ${clock}`
  return `${p.weekday} ${p.day} ${p.month}${year ? ` ${p.year}` : ''} ${clock}`
}

/** The same instant in each of the zones, to the second and with the year; a clock that says the same twice is said once. */
export function spokenInZones(iso: string, zones: readonly string[], locale: Locale): string[] {
  const names = zones.filter((zone, index) => zones.findIndex((other) => zoneName(other) === zoneName(zone)) === index)
  return names.map((zone) => dateTime(iso, { locale, zone, seconds: true, year: true }))
}

/** `14:02:11 KST`. */
export function clockTime(iso: string, { locale, zone, seconds = true }: Shape): string {
  const p = parts(new Date(iso), locale, zone)
  return `${p.hour}:${p.minute}${seconds ? `:${p.second}` : ''} ${zoneName(zone)}`
}

/** The calendar day of an instant in a zone, `2026-11-21`. */
export function dayIn(iso: string, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(iso))
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

/** `3분 전`, `in 2 hours`. */
export function relative(iso: string, nowMs: number, locale: Locale): string {
  const seconds = Math.round((new Date(iso).getTime() - nowMs) / 1000)
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const)
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit)
}
