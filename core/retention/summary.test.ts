import { expect, it } from 'vitest'
import { summarise, wilson } from './summary.ts'

// Day 1 and day 7 of the two groups of a published A/B test of 90,189 players.
it.each([
  [20_034, 44_700, 0.443582, 0.452802],
  [8_502, 44_700, 0.18659, 0.193866],
  [20_119, 45_489, 0.437724, 0.446851],
  [8_279, 45_489, 0.178481, 0.185573],
])('Wilson interval of %i in %i', (hits, total, low, high) => {
  const [a, b] = wilson(hits, total) ?? [0, 0]
  expect(a).toBeCloseTo(low, 6)
  expect(b).toBeCloseTo(high, 6)
})

it('stays within 0 and 1', () => {
  expect(wilson(0, 5)?.[0]).toBe(0)
  expect(wilson(5, 5)?.[1]).toBe(1)
  expect(wilson(0, 0)).toBeNull()
})

it('a rate without anybody to rate is unknown, not 0', () => {
  const nobody = { players: 0, ripeD1: 0, retainedD1: 0, activeSeconds: 0, tutorialCompleted: null }
  expect(summarise(nobody, null)).toEqual({ ...nobody, activeSeconds: undefined, rateD1: null, intervalD1: null, activeMinutesMean: null, sampledFrom: null })
})

it('divides by the players whose day 1 is over', () => {
  const found = summarise({ players: 10, ripeD1: 4, retainedD1: 1, activeSeconds: 6_000, tutorialCompleted: 3 }, 50)
  expect(found).toMatchObject({ rateD1: 0.25, activeMinutesMean: 10, sampledFrom: 50, tutorialCompleted: 3 })
})
