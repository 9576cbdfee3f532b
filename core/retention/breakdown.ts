import { type Numbers, numberAt } from './columns/numbers.ts'
import type { Codes } from './columns/texts.ts'
import { wilson } from './summary.ts'

export type Group = {
  players: number
  ripeD1: number
  retainedD1: number
  /** retainedD1 / ripeD1 in 0..1; null where nobody is ripe. */
  rateD1: number | null
  intervalD1: [number, number] | null
  activeMinutesMean: number | null
}
export type Groups = { items: (Group & { value: string | null })[]; rest: (Group & { values: number }) | null }

type Sums = { players: number; ripe: number; retained: number; active: number }

const MOST_GROUPS = 50
const none = (): Sums => ({ players: 0, ripe: 0, retained: 0, active: 0 })
const both = (a: Sums, b: Sums): Sums => ({
  players: a.players + b.players,
  ripe: a.ripe + b.ripe,
  retained: a.retained + b.retained,
  active: a.active + b.active,
})

const groupOf = ({ players, ripe, retained, active }: Sums): Group => ({
  players,
  ripeD1: ripe,
  retainedD1: retained,
  rateD1: ripe === 0 ? null : retained / ripe,
  intervalD1: wilson(retained, ripe),
  activeMinutesMean: players === 0 ? null : active / 60 / players,
})

/**
 * Players by a coded text, most players first (ties: as they first appear); beyond `most` groups all others together.
 * `d1` is 1, 0 or unknown where day 1 is not over; `active` is in seconds.
 */
export function breakDown(by: Codes, d1: Numbers, active: Numbers, most = MOST_GROUPS): Groups {
  const sums = Array.from({ length: by.entries.length + 1 }, none)
  by.codes.forEach((code, row) => {
    const sum = sums[code] as Sums
    const came = numberAt(d1, row)
    sum.players++
    sum.active += numberAt(active, row) ?? 0
    if (came === null) return
    sum.ripe++
    sum.retained += came
  })
  const groups = sums.map((sum, code) => ({ value: by.entries[code - 1] ?? null, sum })).filter(({ sum }) => sum.players > 0)
  groups.sort((a, b) => b.sum.players - a.sum.players)
  const others = groups.slice(most)
  return {
    items: groups.slice(0, most).map(({ value, sum }) => ({ value, ...groupOf(sum) })),
    rest: others.length === 0 ? null : { values: others.length, ...groupOf(others.map(({ sum }) => sum).reduce(both)) },
  }
}
