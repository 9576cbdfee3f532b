import { houseZone } from '#components/format/time.ts'
import { instantOf, wallClock } from '#core/shared/zoned.ts'
import { unfinished } from '#features/runs/view.ts'

/** Own runs that stopped and wait for somebody. */
export const attention = { by: 'me', state: 'failed,paused', sort: '-updatedAt', pageSize: 6 }
export const going = { state: unfinished, sort: '-createdAt', pageSize: 6 }
export const recent = { page: 1, pageSize: 6 }

/** Midnight before and after an instant on the clocks of the house, in epoch milliseconds. */
export function dayAround(nowMs: number): { from: number; to: number } {
  const date = wallClock(nowMs, houseZone).slice(0, 10)
  const next = new Date(Date.parse(`${date}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  const midnight = (day: string) => instantOf(`${day} 00:00:00`, houseZone) ?? nowMs
  return { from: midnight(date), to: midnight(next) }
}

/** Runs that were started today. */
export const today = (nowMs: number) => ({ from: new Date(dayAround(nowMs).from).toISOString(), sort: '-createdAt', pageSize: 100 })
