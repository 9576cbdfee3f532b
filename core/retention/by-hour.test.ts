import { describe, expect, it } from 'vitest'
import { byHour, countByHour, HOUR_MS, hourShift } from '#core/retention/by-hour.ts'
import { encodeNumbers, joinNumbers } from '#core/retention/columns/numbers.ts'

const at = (iso: string) => Date.parse(iso)
const hourOf = (iso: string) => Math.floor(at(iso) / HOUR_MS)

describe('players by hour of first login', () => {
  const window = { from: at('2026-10-01T00:30:00Z'), to: at('2026-10-01T03:00:00Z') }

  it('names every hour that the window touches, and none after its end', () => {
    expect(byHour(window, [], 0).map((row) => new Date(row.at).toISOString())).toEqual([
      '2026-10-01T00:00:00.000Z',
      '2026-10-01T01:00:00.000Z',
      '2026-10-01T02:00:00.000Z',
    ])
  })

  it('tells nobody yet ripe from nobody came back', () => {
    const counts = [
      { hour: hourOf('2026-10-01T00:00:00Z'), players: 4, ripe: 4, retained: 1 },
      { hour: hourOf('2026-10-01T01:00:00Z'), players: 3, ripe: 3, retained: 0 },
      { hour: hourOf('2026-10-01T02:00:00Z'), players: 2, ripe: 0, retained: 0 },
    ]
    expect(byHour(window, counts, 0).map((row) => row.rateD1)).toEqual([0.25, 0, null])
  })

  it('follows clocks that strike between the hours of UTC', () => {
    const shift = hourShift(5.75 * HOUR_MS)
    expect(shift).toBe(0.75 * HOUR_MS)
    expect(byHour({ from: at('2026-10-01T00:20:00Z'), to: at('2026-10-01T01:00:00Z') }, [], shift).map((row) => new Date(row.at).toISOString())).toEqual([
      '2026-10-01T00:15:00.000Z',
    ])
    expect(hourShift(-3.5 * HOUR_MS)).toBe(0.5 * HOUR_MS)
  })

  it('are counted from the columns of a sheet', () => {
    const first = joinNumbers([encodeNumbers([at('2026-10-01T00:10:00Z'), at('2026-10-01T00:15:00Z'), at('2026-10-01T02:14:59.999Z')])])
    const d1 = joinNumbers([encodeNumbers([1, 0, null])])
    const [early, late, last] = ['2026-09-30T23:15:00Z', '2026-10-01T00:15:00Z', '2026-10-01T01:15:00Z'].map((iso) => (at(iso) + 0.75 * HOUR_MS) / HOUR_MS)
    expect(countByHour(first, d1, 0.75 * HOUR_MS)).toEqual([
      { hour: early, players: 1, ripe: 1, retained: 1 },
      { hour: late, players: 1, ripe: 1, retained: 0 },
      { hour: last, players: 1, ripe: 0, retained: 0 },
    ])
  })
})
