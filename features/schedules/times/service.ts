import { hasFiveFields } from '#core/schedules/cron-text.ts'
import type { DueTimes } from '#core/schedules/decision.ts'
import { instantsOf } from '#core/schedules/instants.ts'
import { type Refusal, type RefusalParams, refuse } from '#core/shared/refusal.ts'
import { wallClock } from '#core/shared/zoned.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { parseCron } from '#server/cron.ts'

/** When something is due: exactly one of `cron` and `runAt`. */
export type When = { cron: string | null; runAt: Date | null; zone: string }

const shown = 5
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** An instant by the clock of a zone, to the minute, with the zone. */
export const onClocks = (at: Date, zone: string): string => `${wallClock(at.getTime(), zone).slice(0, 16)} (${zone})`

/** Instants among the values of a message, by the clock of the schedule's zone. */
export const readable = (params: RefusalParams, zone: string): RefusalParams =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'string' && instant.test(value) ? onClocks(new Date(value), zone) : value]),
  )

/** Names of the zone database, as `Asia/Seoul`; offsets (`+09:00`) know nothing of clocks that are set. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** When something is due, after an instant. Refuses schedule_zone_unknown and schedule_cron_unreadable. */
export function dueTimesOf({ cron, runAt, zone }: When): DueTimes | Refusal {
  if (!isZone(zone)) return refuse('schedule_zone_unknown', 422, { zone }, 'zone')
  if (cron === null) return (afterMs) => (runAt && runAt.getTime() > afterMs ? [runAt.getTime()] : [])
  const parsed = hasFiveFields(cron) ? parseCron(cron) : null
  if (!parsed) return refuse('schedule_cron_unreadable', 422, { cron }, 'cron')
  return (afterMs) => instantsOf(parsed.walls, zone, afterMs, parsed.everyHour)
}

/** At most `limit` of the times after an instant and before another. */
export function takeTimes(times: DueTimes, afterMs: number, limit: number, endMs = Number.POSITIVE_INFINITY): Date[] {
  const found: Date[] = []
  if (limit < 1) return found
  for (const ms of times(afterMs)) {
    if (ms >= endMs) break
    found.push(new Date(ms))
    if (found.length >= limit) break
  }
  return found
}

/**
 * The next five times after `now`, at least one. Refuses what dueTimesOf does, schedule_in_the_past, and schedule_never for dates that do
 * not come.
 */
export function nextTimes(when: When, now: Date): Date[] | Refusal {
  const times = dueTimesOf(when)
  if (typeof times !== 'function') return times
  const next = takeTimes(times, now.getTime(), shown)
  if (next.length > 0) return next
  const { cron, runAt, zone } = when
  if (runAt) return refuse('schedule_in_the_past', 422, { at: onClocks(runAt, zone) }, 'runAt')
  return refuse('schedule_never', 422, { cron: cron ?? '' }, 'cron')
}

/** What a request says of time. */
export const whenOf = ({ cron, runAt, zone }: { cron?: string | undefined; runAt?: string | undefined; zone: string }): When => ({
  cron: cron?.split(/\s+/).join(' ') ?? null,
  runAt: runAt === undefined ? null : new Date(runAt),
  zone,
})

/** The next five times before anything is saved, by the database's clock. */
export async function previewTimes(request: {
  cron?: string | undefined
  runAt?: string | undefined
  zone: string
}): Promise<{ next: string[]; zone: string } | Refusal> {
  const next = nextTimes(whenOf(request), await databaseNow())
  return Array.isArray(next) ? { next: next.map((at) => at.toISOString()), zone: request.zone } : next
}
