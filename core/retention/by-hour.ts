import { type Numbers, numberAt } from '#core/retention/columns/numbers.ts'
import type { Range } from '#core/retention/window.ts'

export const HOUR_MS = 3_600_000

/** Players by hour of first login: `hour` counts whole hours since the epoch, shifted by `shiftMs`. */
export type HourCount = { hour: number; players: number; ripe: number; retained: number }

export type HourRow = {
  /** First millisecond of the hour. */
  at: number
  players: number
  /** Players whose day 1 is over. */
  ripe: number
  retained: number
  /** retained / ripe in 0..1; null where nobody is ripe: a gap, never a zero. */
  rateD1: number | null
}

/** How far the clocks of a zone with this offset are from whole UTC hours, in 0..HOUR_MS: India and Nepal strike elsewhere. */
export const hourShift = (offsetMs: number): number => ((offsetMs % HOUR_MS) + HOUR_MS) % HOUR_MS

/** Counts by hour from the columns of first logins and of day 1 (unknown where it is not over); no hour is named that has nobody. */
export function countByHour(first: Numbers, d1: Numbers, shiftMs: number): HourCount[] {
  const counts = new Map<number, HourCount>()
  first.values.forEach((at: number, row: number) => {
    const hour = Math.floor((at + shiftMs) / HOUR_MS)
    const count = counts.get(hour) ?? { hour, players: 0, ripe: 0, retained: 0 }
    const came = numberAt(d1, row)
    count.players++
    if (came !== null) count.ripe++
    count.retained += came ?? 0
    counts.set(hour, count)
  })
  return [...counts.values()].sort((a, b) => a.hour - b.hour)
}

/** Every hour that the window touches, in order; an hour without first logins has 0 players. */
export function byHour(window: Range, counts: readonly HourCount[], shiftMs: number): HourRow[] {
  const known = new Map(counts.map((count) => [count.hour, count]))
  const first = Math.floor((window.from + shiftMs) / HOUR_MS)
  const last = Math.floor((window.to - 1 + shiftMs) / HOUR_MS)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const { players, ripe, retained } = known.get(first + index) ?? { players: 0, ripe: 0, retained: 0 }
    return { at: (first + index) * HOUR_MS - shiftMs, players, ripe, retained, rateD1: ripe === 0 ? null : retained / ripe }
  })
}
