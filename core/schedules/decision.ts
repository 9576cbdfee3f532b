/** Due times after an instant, ascending and endless or not; a one-off has none after its own. */
export type DueTimes = (afterMs: number) => Iterable<number>

export type DueSchedule = {
  /** The time that is kept as the next one, at or before now. */
  dueMs: number
  /** How late a time may be found and still count as on time, at least 30 seconds: see `effectiveGraceMs`. */
  graceMs: number
  missed: 'late' | 'skip'
}

export type Decision = {
  /** fire: on time. late: missed, made up for now. skip: missed, left out. */
  act: 'fire' | 'late' | 'skip'
  /** The time that is done or left out: the latest that has come. */
  dueMs: number
  /** Earlier times that came meanwhile and are covered by `dueMs`: the first of them and how many, at most `mostCounted`. */
  earlier: { firstMs: number; count: number } | null
  /** Null: there is no other time. */
  nextMs: number | null
}

/** Where times that were missed are not counted on. */
export const mostCounted = 1_000
const minuteMs = 60_000
/** Schedulers look once a second and may be busy: nothing is missed before this. */
const leastGraceMs = 30_000

/** How late a time may be found and still count as on time, whatever shorter time was asked for. */
export const effectiveGraceMs = (askedMs: number): number => Math.max(askedMs, leastGraceMs)

function first(times: Iterable<number>): number | null {
  for (const ms of times) return ms
  return null
}

/** The latest time at or before now: looked for in windows that double, so that an outage of a month costs no more than one of an hour. */
function latest({ dueMs }: DueSchedule, times: DueTimes, nowMs: number): number {
  for (let windowMs = minuteMs; nowMs - windowMs > dueMs; windowMs *= 2) {
    let found: number | null = null
    for (const ms of times(nowMs - windowMs)) {
      if (ms > nowMs) break
      found = ms
    }
    if (found !== null) return found
  }
  let found = dueMs
  for (const ms of times(dueMs)) {
    if (ms > nowMs) break
    found = ms
  }
  return found
}

function countBefore({ dueMs }: DueSchedule, times: DueTimes, endMs: number): number {
  let count = 1
  for (const ms of times(dueMs)) {
    if (ms >= endMs || count >= mostCounted) break
    count += 1
  }
  return count
}

/**
 * What to do about a schedule that is due, by the database's clock. Of all times that have come only the latest is done, whatever stood
 * still meanwhile: within its grace it is on time, beyond it the policy speaks. The next time is always one after now.
 */
export function decideFiring(schedule: DueSchedule, times: DueTimes, nowMs: number): Decision {
  const { dueMs, graceMs, missed } = schedule
  const last = latest(schedule, times, nowMs)
  const onTime = nowMs - last <= effectiveGraceMs(graceMs)
  return {
    act: onTime ? 'fire' : missed,
    dueMs: last,
    earlier: last > dueMs ? { firstMs: dueMs, count: countBefore(schedule, times, last) } : null,
    nextMs: first(times(nowMs)),
  }
}
