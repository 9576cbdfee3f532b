import { describe, expect, it } from 'vitest'
import { dayAround, today } from './home-queries.ts'
import { barsOf } from './home-strip.ts'

describe('today', () => {
  it('is the day of Korea, not of the machine', () => {
    const day = dayAround(Date.parse('2026-11-21T15:30:00Z'))
    expect([new Date(day.from).toISOString(), new Date(day.to).toISOString()]).toEqual(['2026-11-21T15:00:00.000Z', '2026-11-22T15:00:00.000Z'])
    expect(today(Date.parse('2026-11-21T14:59:59Z'))).toMatchObject({ from: '2026-11-20T15:00:00.000Z' })
  })
})

describe('the strip of a day', () => {
  const day = { from: Date.parse('2026-11-21T00:00:00Z'), to: Date.parse('2026-11-22T00:00:00Z') }
  const now = Date.parse('2026-11-21T18:00:00Z')
  const run = (id: string, from: string, to: string | null) => ({
    id,
    createdAt: `2026-11-21T${from}:00Z`,
    startedAt: `2026-11-21T${from}:00Z`,
    finishedAt: to && `2026-11-21T${to}:00Z`,
  })
  const lanesOf = (runs: ReturnType<typeof run>[]) => Object.fromEntries(barsOf(runs, day, now, 2).map((bar) => [bar.run.id, bar.lane]))

  it('puts a run where it was, and one that goes on up to now', () => {
    expect(barsOf([run('a', '06:00', '12:00')], day, now, 2)).toMatchObject([{ start: 0.25, width: 0.25, lane: 0 }])
    expect(barsOf([run('a', '12:00', null)], day, now, 2)).toMatchObject([{ start: 0.5, width: 0.25 }])
  })

  it('keeps runs of a moment in sight, also at the end of the day', () => {
    const [bar] = barsOf([run('a', '23:59', '23:59')], day, now, 2)
    expect(bar?.width).toBeGreaterThan(0.01)
    expect((bar?.start ?? 1) + (bar?.width ?? 1)).toBeLessThanOrEqual(1)
  })

  it('draws runs at the same time under each other', () => {
    expect(lanesOf([run('a', '06:00', '12:00'), run('b', '08:00', '09:00'), run('c', '08:30', '10:00'), run('d', '13:00', '14:00')])).toEqual({
      a: 0,
      b: 1,
      c: 1,
      d: 0,
    })
  })
})
