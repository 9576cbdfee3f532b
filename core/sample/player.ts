import { dayMs, type SamplePlan } from '#core/sample/plan.ts'
import type { Rng } from '#core/sample/rng.ts'

/** What stays the same about an ordinary player. */
export type Profile = {
  uid: string
  account: string
  /** A second account that some sessions after the first use. */
  secondAccount: string | null
  country: string | null
  device: string | null
  /** First login, epoch milliseconds. */
  joinedAt: number
  isNew: boolean
  /** Multiplies the chance to return; 1 on average. */
  engagement: number
}

const countries = ['KR', 'JP', 'US', 'TW', 'TH', 'VN', 'ID', 'DE', null] as const
const countryWeights = [46, 17, 12, 9, 5, 4, 3, 2, 2]

const devices = [
  'iPhone17,1',
  'iPhone16,2',
  'iPhone15,4',
  'iPad14,1',
  'Galaxy S25',
  'Galaxy S24',
  'Galaxy A54',
  'Galaxy Z Flip6',
  'Pixel 9',
  'Redmi Note 13',
  null,
] as const
const deviceWeights = [14, 12, 10, 3, 17, 14, 12, 6, 4, 6, 2]

/** Share of new players by hour of the day in KST: lowest before dawn, lunch hour, a peak in the evening. */
const hourCurve = [30, 20, 13, 9, 7, 7, 10, 18, 28, 33, 36, 42, 52, 46, 40, 40, 43, 50, 60, 70, 78, 80, 68, 48]

/** Milliseconds since KST midnight, by the hour-of-day curve. */
export const timeOfDay = (rng: Rng): number => rng.weighted(hourCurve) * 3_600_000 + rng.below(3_600_000)

/** Uid of the ordinary player with this number. */
export const uidOf = (number: number): string => `u${String(number).padStart(7, '0')}`

const accountOf = (rng: Rng): string => `acc-${rng.next().toString(16).padStart(8, '0')}${rng.next().toString(16).padStart(8, '0')}`

/** The ordinary player `number`; new players come first in the numbering. Days before the arrivals of old ones: 1 to 14. */
export function profileOf(rng: Rng, plan: SamplePlan, number: number, isNew: boolean): Profile {
  const day = isNew ? rng.below(4) : -1 - rng.weighted([10, 9, 8, 8, 7, 7, 6, 6, 5, 5, 5, 4, 4, 4])
  const account = accountOf(rng)
  return {
    uid: uidOf(number),
    account,
    secondAccount: rng.chance(0.005) ? accountOf(rng) : null,
    country: countries[rng.weighted(countryWeights)] ?? null,
    device: devices[rng.weighted(deviceWeights)] ?? null,
    joinedAt: plan.firstDayMs + day * dayMs + timeOfDay(rng),
    isNew,
    engagement: 0.25 + 1.5 * rng.uniform(),
  }
}
