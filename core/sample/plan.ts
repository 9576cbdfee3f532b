const hourMs = 3_600_000
export const dayMs = 24 * hourMs
/** Korea Standard Time is UTC+9 all the year. */
const kstMs = 9 * hourMs

/** Days on which new players arrive, and days between the last of them and the load. */
export const arrivalDays = 4
const settledDays = 2

/**
 * Everything that decides the data: the same plan gives the same bytes. `firstDayMs` is the KST midnight of the first
 * arrival day. `newPlayers` log in for the first time within the arrival days; `oldPlayers` had logged in before them and
 * log in during them as well.
 */
export type SamplePlan = { seed: number; newPlayers: number; oldPlayers: number; firstDayMs: number }

/** A quarter as many old players as new ones. */
export const planOf = (newPlayers: number, seed: number, firstDayMs: number): SamplePlan => ({
  seed,
  newPlayers,
  oldPlayers: Math.floor(newPlayers / 4),
  firstDayMs,
})

/** KST midnight of the first arrival day for a load at `nowMs`: day 1 of the last arrival (first login + 48 h) is over by then. */
export function firstDayOf(nowMs: number): number {
  const today = Math.floor((nowMs + kstMs) / dayMs) * dayMs - kstMs
  return today - (arrivalDays + settledDays) * dayMs
}

/** First logins of new players are in [fromMs, toMs). */
export const arrivalsOf = (plan: SamplePlan): { fromMs: number; toMs: number } => ({
  fromMs: plan.firstDayMs,
  toMs: plan.firstDayMs + arrivalDays * dayMs,
})

/** No event is at or after it: KST midnight of the load day. */
export const endOf = (plan: SamplePlan): number => plan.firstDayMs + (arrivalDays + settledDays) * dayMs

/** One whole KST day of arrivals, the second: players of the first day come back during it and are not new. */
export const sampleDayOf = (firstDayMs: number): { fromMs: number; toMs: number } => ({ fromMs: firstDayMs + dayMs, toMs: firstDayMs + 2 * dayMs })

/** Milliseconds since KST midnight. */
export const kstTimeOfDay = (at: number): number => (at + kstMs) % dayMs

/** ISO instant in KST with milliseconds and offset, e.g. `2026-11-15T00:00:00.000+09:00`. */
export const kstIso = (at: number): string => new Date(at + kstMs).toISOString().replace('Z', '+09:00')
