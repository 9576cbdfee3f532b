import { expect, it } from 'vitest'
import { compareShares, twoSided } from './statistics.ts'

// Day 1 and day 7 of the two groups of a published A/B test of 90,189 players.
it.each([
  ['day 1', { hits: 20_034, total: 44_700 }, { hits: 20_119, total: 45_489 }, -1.784086, 0.07441],
  ['day 7', { hits: 8_502, total: 44_700 }, { hits: 8_279, total: 45_489 }, -3.164359, 0.001554],
])('two published groups, %s', (_, a, b, z, p) => {
  const found = compareShares(a, b)
  expect(found?.z).toBeCloseTo(z, 6)
  expect(found?.p).toBeCloseTo(p, 6)
  expect(found?.difference).toBeCloseTo(b.hits / b.total - a.hits / a.total, 12)
})

it('swapping the groups turns the sign and nothing else', () => {
  const [a, b] = [
    { hits: 3, total: 20 },
    { hits: 9, total: 25 },
  ]
  const [there, back] = [compareShares(a, b), compareShares(b, a)]
  expect(there?.z).toBeCloseTo(-(back?.z ?? 0), 12)
  expect(there?.p).toBeCloseTo(back?.p ?? 0, 12)
})

// Quantiles of the normal distribution as tables print them.
it.each([
  [0, 1],
  [1.959963984540054, 0.05],
  [2.5758293035489004, 0.01],
  [3.2905267314919255, 0.001],
  [4.891638475698598, 0.000001],
])('both tails beyond %f hold %f', (z, p) => {
  expect(twoSided(z)).toBeCloseTo(p, 12)
  expect(twoSided(-z) / p).toBeCloseTo(1, 9)
})

it.each([
  [
    { hits: 0, total: 0 },
    { hits: 1, total: 2 },
  ],
  [
    { hits: 0, total: 5 },
    { hits: 0, total: 7 },
  ],
  [
    { hits: 5, total: 5 },
    { hits: 7, total: 7 },
  ],
])('says nothing where nothing varies', (a, b) => {
  expect(compareShares(a, b)).toBeNull()
})
