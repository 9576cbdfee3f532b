import { expect, it } from 'vitest'
import { encodeNumbers, joinNumbers } from './columns/numbers.ts'
import { reached, summarise, totalsOf, wilson } from './summary.ts'

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

const numbers = (values: (number | null)[]) => joinNumbers([encodeNumbers(values)])

it('a rate without anybody to rate is unknown, not 0', () => {
  const nobody = totalsOf(numbers([]), numbers([]), [{ column: 'tutorial_completed', players: reached(numbers([])) }])
  expect(summarise(nobody, null)).toEqual({
    players: 0,
    ripeD1: 0,
    retainedD1: 0,
    rateD1: null,
    intervalD1: null,
    activeMinutesMean: null,
    activeMinutesMedian: null,
    funnel: [{ column: 'tutorial_completed', players: 0 }],
    tutorialCompleted: 0,
    sampledFrom: null,
  })
})

it('divides by the players whose day 1 is over', () => {
  const d1 = numbers([1, 0, 0, 0, null, null])
  const funnel = [
    { column: 'tutorial_entry', players: reached(numbers([1, 2, 0, null, 0, 5])) },
    { column: 'tutorial_completed', players: reached(numbers([null, null])) },
  ]
  const found = summarise(totalsOf(d1, numbers([60, 0, 120, 600, 60, 0]), funnel), 50)
  expect(found).toMatchObject({ players: 6, ripeD1: 4, retainedD1: 1, rateD1: 0.25, activeMinutesMean: 14 / 6, activeMinutesMedian: 1, sampledFrom: 50 })
  expect(found.funnel.map(({ players }) => players)).toEqual([3, null])
  expect(found.tutorialCompleted).toBeNull()
})
