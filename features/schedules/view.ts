import { instantOf, withOffset } from '#core/shared/zoned.ts'
import type { Schedule, ScheduleAct } from '#features/schedules/schema.ts'

/** Names again, apart from the schemas, which stay on the server. */
export const states = ['active', 'paused', 'ended'] as const satisfies readonly Schedule['state'][]
export const acts = ['datasheets.import', 'datasheets.export', 'datasheets.compare'] as const satisfies readonly ScheduleAct[]

/** Acts that are done once: the form offers no times again and again. */
export const onceOnly: readonly ScheduleAct[] = ['datasheets.import']

/** In the address of their list. */
export const scheduleFilterNames = ['q', 'state', 'act'] as const
export type ScheduleFilter = { page: number; pageSize: number; sort?: string } & Partial<Record<(typeof scheduleFilterNames)[number], string>>

/** What the API is asked for before anything is saved. */
export type WhenAsked = { cron: string; zone: string } | { runAt: string; zone: string }

/** Often wanted: at maintenance times of a live game. */
export const cronPresets = [
  { id: 'daily', cron: '0 4 * * *' },
  { id: 'weekdays', cron: '0 6 * * 1-5' },
  { id: 'weekly', cron: '0 10 * * 4' },
  { id: 'monthly', cron: '0 5 1 * *' },
] as const

export const houseZone = 'Asia/Seoul'

/** What the form holds. `wall` is the time on the clock of the zone, `2026-11-21 14:00:00`. */
export type ScheduleValues = {
  name: string
  repeats: 'once' | 'again'
  wall: string
  cron: string
  zone: string
  missed: Schedule['missed']
  graceMinutes: number
}

export const emptyValues = (name: string): ScheduleValues => ({
  name,
  repeats: 'once',
  wall: '',
  cron: cronPresets[0].cron,
  zone: houseZone,
  missed: 'skip',
  graceMinutes: 5,
})

/** When the form says; null while it says nothing that could be asked about. */
export function whenOf({ repeats, wall, cron, zone }: ScheduleValues): WhenAsked | null {
  if (repeats === 'again') return cron.trim() ? { cron: cron.trim(), zone } : null
  const ms = wall ? instantOf(wall, zone) : null
  return ms === null ? null : { runAt: withOffset(ms, zone), zone }
}

/** Which field of the form an error of the API belongs to. */
export const fieldOf: Readonly<Record<string, keyof ScheduleValues>> = {
  name: 'name',
  runAt: 'wall',
  cron: 'cron',
  zone: 'zone',
  graceSeconds: 'graceMinutes',
}

/** What can be done with a schedule now. */
export const changesFor = (state: Schedule['state']): Schedule['state'][] =>
  state === 'ended' ? [] : [state === 'active' ? ('paused' as const) : ('active' as const), 'ended' as const]
