import { wallClock } from '#core/shared/zoned.ts'

/** A window as wall clock times of a zone, under a name of its own or a message key. */
export type Preset = { id: string; label?: string; from: string; to: string; source?: string }

const dayMs = 86_400_000

/** Noon of the game's day, as if it were UTC: before the hour at which the game begins a new day it is still the day before. */
function noonOf(nowMs: number, zone: string, resetHour: number): number {
  const wall = Date.parse(`${wallClock(nowMs, zone).slice(0, 19).replace(' ', 'T')}Z`)
  return Date.parse(`${new Date(wall - resetHour * 3_600_000).toISOString().slice(0, 10)}T12:00:00Z`)
}

/** Yesterday, the last whole weekend (Saturday and Sunday), and the last seven whole days; days begin at the game's reset hour. */
export function commonPresets(nowMs: number, zone: string, resetHour: number): Preset[] {
  const noon = noonOf(nowMs, zone, resetHour)
  // Walking whole days from noon: a day may have 23 or 25 hours.
  const begin = (daysAgo: number) => `${new Date(noon - daysAgo * dayMs).toISOString().slice(0, 10)} ${String(resetHour).padStart(2, '0')}:00:00`
  const monday = (new Date(noon).getUTCDay() + 6) % 7
  return [
    { id: 'yesterday', from: begin(1), to: begin(0) },
    { id: 'weekend', from: begin(monday + 2), to: begin(monday) },
    { id: 'week', from: begin(7), to: begin(0) },
  ]
}
