import type { Numbers } from './columns/numbers.ts'
import { knownSorted, medianOf } from './distribution.ts'

const Z95 = 1.959963984540054

/** Wilson score interval at 95 % of `hits` in `total`, both bounds in 0..1; null without any. Source: Wilson 1927. */
export function wilson(hits: number, total: number): [number, number] | null {
  if (total === 0) return null
  const p = hits / total
  const z2 = Z95 * Z95
  const middle = p + z2 / (2 * total)
  const half = Z95 * Math.sqrt((p * (1 - p)) / total + z2 / (4 * total * total))
  const scale = 1 + z2 / total
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)]
}

/** What is counted over the players of a sheet. */
export type Totals = {
  players: number
  ripeD1: number
  retainedD1: number
  activeSeconds: number
  /** Median of active seconds; null without players. */
  activeMedian: number | null
  funnel: FunnelStep[]
}
/** Players of whom a metric is at least 1; null where it is not collected. */
export type FunnelStep = { column: string; players: number | null }

export type SheetSummary = {
  players: number
  ripeD1: number
  retainedD1: number
  rateD1: number | null
  intervalD1: [number, number] | null
  activeMinutesMean: number | null
  activeMinutesMedian: number | null
  funnel: FunnelStep[]
  tutorialCompleted: number | null
  sampledFrom: number | null
}

const COMPLETED = 'tutorial_completed'
/** From the first steps into the game to the first dungeon left alive. */
export const funnelColumns = ['tutorial_entry', COMPLETED, 'dungeon_entry_count', 'dungeon_escape_count'] as const

/** Players of whom a metric is at least 1; null where it is known of nobody although there are players. */
export function reached({ values, known }: Numbers): number | null {
  let players = 0
  let ofWhom = 0
  values.forEach((value: number, row: number) => {
    if (known?.[row] === 0) return
    ofWhom++
    if (value >= 1) players++
  })
  return ofWhom === 0 && values.length > 0 ? null : players
}

/** Totals from columns of one sheet: day 1 (1, 0, or unknown where it is not over), active seconds, and those of the funnel that it has. */
export function totalsOf(d1: Numbers, active: Numbers, funnel: readonly FunnelStep[]): Totals {
  const sorted = knownSorted(active)
  const came = knownSorted(d1)
  return {
    players: active.values.length,
    ripeD1: came.length,
    retainedD1: came.filter((value) => value === 1).length,
    activeSeconds: sorted.reduce((sum, value) => sum + value, 0),
    activeMedian: medianOf(sorted),
    funnel: [...funnel],
  }
}

/** Rates over players whose day 1 is over; null, never 0, where there is nothing to divide by. */
export function summarise(totals: Totals, sampledFrom: number | null): SheetSummary {
  const { players, ripeD1, retainedD1, activeSeconds, activeMedian, funnel } = totals
  return {
    players,
    ripeD1,
    retainedD1,
    rateD1: ripeD1 === 0 ? null : retainedD1 / ripeD1,
    intervalD1: wilson(retainedD1, ripeD1),
    activeMinutesMean: players === 0 ? null : activeSeconds / 60 / players,
    activeMinutesMedian: activeMedian === null ? null : activeMedian / 60,
    funnel,
    tutorialCompleted: funnel.find(({ column }) => column === COMPLETED)?.players ?? null,
    sampledFrom,
  }
}
