import { arrivalsOf, dayMs, endOf, kstTimeOfDay, type SamplePlan } from '#core/sample/plan.ts'
import { type Profile, timeOfDay } from '#core/sample/player.ts'
import type { Rng } from '#core/sample/rng.ts'

/** From login to the last possible event; `endMs` is exclusive. */
export type Session = { startMs: number; endMs: number; account: string }

const minuteMs = 60_000
const longestMs = 180 * minuteMs

/** Chance of a return in the n-th 24 h after the first login: a power law, r(n) = a * n^b. */
const returnAt1 = 0.37
const exponent = -0.55
/** Of those who registered long ago fewer are left. */
const oldFactor = 0.35

const chanceOn = (n: number, profile: Profile): number => Math.min(0.95, returnAt1 * n ** exponent * profile.engagement * (profile.isNew ? 1 : oldFactor))

/** A moment within the n-th 24 h after the first login that follows the hour-of-day curve. */
function momentOn(rng: Rng, profile: Profile, n: number): number {
  const shift = timeOfDay(rng) - kstTimeOfDay(profile.joinedAt)
  return profile.joinedAt + n * dayMs + (shift < 0 ? shift + dayMs : shift)
}

function startsOf(rng: Rng, profile: Profile, plan: SamplePlan): number[] {
  const starts = [profile.joinedAt]
  for (let more = rng.weighted([56, 29, 11, 4]); more > 0; more--) starts.push(profile.joinedAt + minuteMs * (45 + rng.below(1_380)))
  for (let n = 1; profile.joinedAt + n * dayMs < endOf(plan); n++) {
    if (!rng.chance(chanceOn(n, profile))) continue
    starts.push(momentOn(rng, profile, n))
    if (rng.chance(0.3)) starts.push(momentOn(rng, profile, n))
  }
  if (!profile.isNew) starts.push(arrivalsOf(plan).fromMs + rng.below(4) * dayMs + timeOfDay(rng))
  return starts.filter((start) => start < endOf(plan)).sort((a, b) => a - b)
}

/** All sessions of an ordinary player in order of time, none overlapping; lengths are log-normal, median 13 minutes, at most 3 hours. */
export function sessionsOf(rng: Rng, profile: Profile, plan: SamplePlan): Session[] {
  const starts = startsOf(rng, profile, plan)
  return starts.map((startMs, index) => {
    const wished = startMs + Math.min(longestMs, Math.round(rng.logNormal(13 * minuteMs, 0.9)))
    const next = starts[index + 1] ?? endOf(plan)
    const second = index > 0 && profile.secondAccount !== null && rng.chance(0.5)
    return { startMs, endMs: Math.min(wished, next), account: second && profile.secondAccount !== null ? profile.secondAccount : profile.account }
  })
}
