import { describe, expect, it } from 'vitest'
import { arrivalsOf, dayMs, endOf, firstDayOf, kstIso, kstTimeOfDay, planOf, sampleDayOf } from '#core/sample/plan.ts'

describe('firstDayOf', () => {
  it.each([
    ['2026-11-21T00:00:00+09:00', '2026-11-15T00:00:00.000+09:00'],
    ['2026-11-21T23:59:59.999+09:00', '2026-11-15T00:00:00.000+09:00'],
    ['2026-11-20T15:00:00Z', '2026-11-15T00:00:00.000+09:00'],
    ['2026-11-20T14:59:59.999Z', '2026-11-14T00:00:00.000+09:00'],
  ])('a load at %s begins at %s', (now, first) => expect(kstIso(firstDayOf(Date.parse(now)))).toBe(first))

  it('leaves two whole days after the last arrival, and nothing in the future', () => {
    const now = Date.parse('2026-11-21T00:00:00+09:00')
    const plan = planOf(100, 1, firstDayOf(now))
    expect(arrivalsOf(plan).toMs + 2 * dayMs).toBe(endOf(plan))
    expect(endOf(plan)).toBeLessThanOrEqual(now)
    expect(sampleDayOf(plan.firstDayMs).fromMs).toBe(arrivalsOf(plan).fromMs + dayMs)
  })
})

describe('kstTimeOfDay', () => {
  it('counts from midnight in Seoul', () => expect(kstTimeOfDay(Date.parse('2026-11-21T10:00:00+09:00'))).toBe(10 * 3_600_000))
})
