import { describe, expect, it } from 'vitest'
import { DAY_MS, dayOf, isOver, overlap, windowFault, within } from './window.ts'

const first = Date.UTC(2026, 10, 1, 12, 34, 56, 789)

describe('days of a player', () => {
  it.each([
    [0, 0, true],
    [0, -1, false],
    [0, DAY_MS - 1, true],
    [0, DAY_MS, false],
    [1, DAY_MS - 1, false],
    [1, DAY_MS, true],
    [1, 2 * DAY_MS - 1, true],
    [1, 2 * DAY_MS, false],
  ])('day %i holds the instant %i ms after the first login: %s', (day, shift, holds) => {
    expect(within(first + shift, dayOf(first, day))).toBe(holds)
  })

  it.each([
    [2 * DAY_MS - 1, false],
    [2 * DAY_MS, true],
  ])('day 1 is over %i ms after the first login: %s', (shift, over) => {
    expect(isOver(first, 1, first + shift)).toBe(over)
  })
})

it.each([
  [
    { from: 0, to: 5 },
    { from: 3, to: 9 },
    { from: 3, to: 5 },
  ],
  [{ from: 0, to: 5 }, { from: 5, to: 9 }, null],
])('overlap of %j and %j', (a, b, both) => {
  expect(overlap(a, b)).toEqual(both)
})

describe('a window', () => {
  const now = first
  it.each([
    ['ends now', now - DAY_MS, now, null],
    ['is reversed', now, now - 1, 'window_reversed'],
    ['is empty', now - 5, now - 5, 'window_reversed'],
    ['has begun and is not over', now - 1, now + DAY_MS, null],
    ['begins now', now, now + 1, 'window_in_future'],
    ['is 92 days long', now - 92 * DAY_MS, now, null],
    ['is longer', now - 92 * DAY_MS - 1, now, 'window_too_long'],
  ])('that %s', (_name, from, to, fault) => {
    expect(windowFault({ from, to }, now)).toBe(fault)
  })
})
