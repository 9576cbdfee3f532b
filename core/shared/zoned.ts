const cache = new Map<string, Intl.DateTimeFormat>()
/** More than there are zones: names are taken in any case of letters, and must not fill the memory. */
const mostKept = 700

function fields(ms: number, zone: string): Record<string, string> {
  const made = cache.get(zone)
  const format =
    made ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  if (!made) {
    if (cache.size >= mostKept) cache.clear()
    cache.set(zone, format)
  }
  return Object.fromEntries(format.formatToParts(ms).map((part) => [part.type, part.value]))
}

/** `2026-11-21 14:02:11`: an instant as the clock on a wall in the zone shows it. */
export function wallClock(ms: number, zone: string): string {
  const f = fields(ms, zone)
  return `${f.year}-${f.month}-${f.day} ${f.hour}:${f.minute}:${f.second}`
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
export const offsetAt = (ms: number, zone: string): number => Date.parse(`${wallClock(ms, zone).replace(' ', 'T')}Z`) - Math.floor(ms / 1000) * 1000

/**
 * The instant (epoch milliseconds) at which a wall clock in the zone shows `wall` (`2026-11-21 14:02:11`); null when it is
 * not a time. Where clocks are set back the earlier instant, where they are set forward the one after the gap.
 */
export function instantOf(wall: string, zone: string): number | null {
  const asUtc = Date.parse(`${wall.replace(' ', 'T')}Z`)
  if (Number.isNaN(asUtc)) return null
  const first = asUtc - offsetAt(asUtc, zone)
  const earlier = asUtc - offsetAt(first - 3_600_000, zone)
  if (wallClock(earlier, zone) === wall) return earlier
  return asUtc - offsetAt(first, zone)
}

/** `2026-11-21T14:02:11+09:00`: an instant with the zone's offset. */
export function withOffset(ms: number, zone: string): string {
  const minutes = Math.round(offsetAt(ms, zone) / 60_000)
  const two = (value: number) => String(value).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${wallClock(ms, zone).replace(' ', 'T')}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
