import { describe, expect, it } from 'vitest'
import { emptyValues, requestOf, unfinished, valuesOf } from './form-values.ts'

const zone = 'Asia/Seoul'
const window = { source: 'live', from: '2026-11-20 12:00:00', to: '2026-11-23 12:00:00' }

describe('the request', () => {
  it('has the offset of the zone, and nothing that was left at its default', () => {
    expect(requestOf({ ...emptyValues, ...window }, zone)).toEqual({
      source: 'live',
      from: '2026-11-20T12:00:00+09:00',
      to: '2026-11-23T12:00:00+09:00',
    })
  })

  it('carries what was set', () => {
    const request = requestOf({ ...emptyValues, ...window, identity: 'either', gapMinutes: 1.5, capMinutes: 120, metrics: ['retention_d1'], sample: 9 }, zone)
    expect(request).toMatchObject({ identity: 'either', gapSeconds: 90, sessionCapSeconds: 7_200, metrics: ['retention_d1'], sample: 9 })
  })

  it.each([{ source: '' }, { from: '' }, { to: window.from }])('is none while something is missing: %o', (wrong) => {
    expect(requestOf({ ...emptyValues, ...window, ...wrong }, zone)).toBeNull()
  })
})

it('an address gives back the form that made it', () => {
  const values = { ...emptyValues, ...window, identity: 'account' as const, lookbackDays: 30, gapMinutes: 10, metrics: ['a', 'b'] }
  const asked = { from: '2026-11-20T03:00:00Z', to: '2026-11-23T03:00:00Z', identity: 'account', lookbackDays: '30', gap: '10', metrics: 'a,b' }
  expect(valuesOf(asked, 'live', zone)).toEqual(values)
  expect(valuesOf({ from: 'soon', identity: 'me', sample: '-3', gap: 'x' }, '', zone)).toEqual(emptyValues)
})

it.each([
  ['2026-11-23T12:00:00+09:00', '2026-11-23T02:00:00Z', 'window'],
  ['2026-11-23T12:00:00+09:00', '2026-11-23T03:00:00Z', 'day1'],
  ['2026-11-23T12:00:00+09:00', '2026-11-25T02:59:59Z', 'day1'],
  ['2026-11-23T12:00:00+09:00', '2026-11-25T03:00:00Z', null],
])('a window until %s at %s: %s', (to, now, expected) => {
  expect(unfinished({ to }, Date.parse(now))).toBe(expected)
})
