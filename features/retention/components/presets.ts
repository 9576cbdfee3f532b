import { wallClock } from '#core/shared/zoned.ts'

/** A window as wall clock times of a zone, under a name of its own or a message key. */
export type Preset = { id: string; label?: string; from: string; to: string; source?: string }

const dayMs = 86_400_000

/** Midnights are found by walking whole days from noon: a day may have 23 or 25 hours. */
function midnight(nowMs: number, zone: string, daysAgo: number): string {
  const noon = Date.parse(`${wallClock(nowMs, zone).slice(0, 10)}T12:00:00Z`)
  return `${new Date(noon - daysAgo * dayMs).toISOString().slice(0, 10)} 00:00:00`
}

/** Yesterday, the last whole weekend (Saturday and Sunday), and the last seven whole days. */
export function commonPresets(nowMs: number, zone: string): Preset[] {
  const weekday = new Date(`${wallClock(nowMs, zone).slice(0, 10)}T12:00:00Z`).getUTCDay()
  const monday = (weekday + 6) % 7
  return [
    { id: 'yesterday', from: midnight(nowMs, zone, 1), to: midnight(nowMs, zone, 0) },
    { id: 'weekend', from: midnight(nowMs, zone, monday + 2), to: midnight(nowMs, zone, monday) },
    { id: 'week', from: midnight(nowMs, zone, 7), to: midnight(nowMs, zone, 0) },
  ]
}
