import { expect, it } from 'vitest'
import { breakDown } from './breakdown.ts'
import { encodeNumbers, joinNumbers } from './columns/numbers.ts'
import { encodeCodes, joinCodes } from './columns/texts.ts'
import { wilson } from './summary.ts'

const numbers = (values: (number | null)[]) => joinNumbers([encodeNumbers(values)])
const countries = joinCodes([encodeCodes(['KR', 'JP', null, 'KR', 'KR', 'US', 'JP'])])
const d1 = numbers([1, null, 0, 0, null, null, null])
const active = numbers([60, 120, 0, 60, 60, 600, 0])

it('counts players, ripe ones and those who came back by value, most players first', () => {
  const { items, rest } = breakDown(countries, d1, active)
  expect(items.map(({ value, players, ripeD1, retainedD1 }) => [value, players, ripeD1, retainedD1])).toEqual([
    ['KR', 3, 2, 1],
    ['JP', 2, 0, 0],
    [null, 1, 1, 0],
    ['US', 1, 0, 0],
  ])
  expect(items[0]).toMatchObject({ rateD1: 0.5, intervalD1: wilson(1, 2), activeMinutesMean: 1 })
  expect(items[1]).toMatchObject({ rateD1: null, intervalD1: null, activeMinutesMean: 1 })
  expect(rest).toBeNull()
})

it('puts the others together, so that no player is lost', () => {
  const { items, rest } = breakDown(countries, d1, active, 1)
  expect(items).toHaveLength(1)
  expect(rest).toEqual({ values: 3, players: 4, ripeD1: 1, retainedD1: 0, rateD1: 0, intervalD1: wilson(0, 1), activeMinutesMean: 3 })
})

it('of nobody is empty', () => {
  expect(breakDown(joinCodes([]), numbers([]), numbers([]))).toEqual({ items: [], rest: null })
})
