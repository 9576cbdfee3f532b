import { expect, it } from 'vitest'
import { figuresOf } from './comparison.ts'

const side = (players: number, retainedD1: number, funnel: { column: string; players: number | null }[]) => ({
  players,
  ripeD1: players,
  retainedD1,
  rateD1: retainedD1 / players,
  intervalD1: null,
  activeMinutesMean: 20,
  activeMinutesMedian: null,
  funnel,
  tutorialCompleted: null,
  sampledFrom: null,
})

// Two groups of a published A/B test of 90,189 players.
const a = side(44_700, 20_034, [
  { column: 'tutorial_entry', players: 40_000 },
  { column: 'dungeon_entry_count', players: null },
])
const b = side(45_489, 20_119, [
  { column: 'tutorial_entry', players: 40_000 },
  { column: 'dungeon_entry_count', players: 9 },
  { column: 'gold_spent', players: 5 },
])
const found = (name: string) => figuresOf(a, b).find((one) => one.name === name)

it('shares are tested, counts are not', () => {
  expect(found('d1')?.test?.z).toBeCloseTo(-1.784086, 6)
  expect(found('d1')?.test?.p).toBeCloseTo(0.07441, 6)
  expect(found('d1')?.difference).toBeCloseTo(-0.0059, 4)
  expect(found('players')).toMatchObject({ difference: 789, test: null })
})

it('what is not known of one side has no difference', () => {
  expect(found('dungeon_entry_count')).toMatchObject({ a: null, difference: null, test: null })
  expect(found('activeMedian')?.difference).toBeNull()
})

it('steps that only one side has are not compared', () => {
  expect(found('gold_spent')).toBeUndefined()
})
