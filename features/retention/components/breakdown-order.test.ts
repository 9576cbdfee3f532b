import { expect, it } from 'vitest'
import { type Group, ordered } from './breakdown-order.ts'

const group = (value: string | null, players: number, rateD1: number | null): Group => ({
  value,
  players,
  ripeD1: players,
  retainedD1: 0,
  rateD1,
  intervalD1: null,
  activeMinutesMean: null,
})
const items = [group('KR', 30, 0.4), group(null, 20, null), group('JP', 10, 0.5)]
const names = (column: 'value' | 'players' | 'rateD1', descending: boolean) => ordered(items, { column, descending }, 'ko').map((one) => one.value)

it.each([
  ['players', false, ['JP', null, 'KR']],
  ['players', true, ['KR', null, 'JP']],
  ['rateD1', false, ['KR', 'JP', null]],
  ['rateD1', true, ['JP', 'KR', null]],
  ['value', false, ['JP', 'KR', null]],
  ['value', true, ['KR', 'JP', null]],
] as const)('by %s, descending %s', (column, descending, expected) => {
  expect(names(column, descending)).toEqual(expected)
})
