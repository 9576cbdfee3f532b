import { describe, expect, it } from 'vitest'
import { dayAt, marksOf, timelineRange, wholeInstants } from './timeline.ts'
import { DAY_MS } from './window.ts'

const first = 1_700_000_000_000
const event = (offset: number, active = true) => ({ at: first + offset, active })

describe('days', () => {
  it.each([
    [-1, -1],
    [0, 0],
    [DAY_MS - 1, 0],
    [DAY_MS, 1],
    [2 * DAY_MS, 2],
  ])('%i ms after the first login is day %i', (offset, day) => {
    expect(dayAt(first, first + offset)).toBe(day)
  })

  it('reaches to the last day that a metric looks at, and over day 1 in any case', () => {
    expect(timelineRange(first, [])).toEqual({ from: first - DAY_MS, to: first + 2 * DAY_MS })
    expect(timelineRange(first, [{ window: { toDay: 7 } }, { window: { toDay: 1 } }]).to).toBe(first + 7 * DAY_MS)
  })
})

describe('marks', () => {
  it('a gap at the limit counts, one beyond it does not', () => {
    const [, at, beyond] = marksOf([event(0), event(300_000), event(600_001)], first, 300_000)
    expect(at).toEqual({ day: null, gapMs: 300_000, counted: true })
    expect(beyond).toEqual({ day: null, gapMs: 300_001, counted: false })
  })

  it('a gap over the end of day 0, or from before the first login, does not count', () => {
    const marks = marksOf([event(-1_000), event(0), event(DAY_MS - 1), event(DAY_MS)], first, 300_000)
    expect(marks.map((mark) => mark.counted)).toEqual([false, false, false, false])
    expect(marks.map((mark) => mark.day)).toEqual([-1, 0, null, 1])
  })

  it('what is no activity is passed over', () => {
    const marks = marksOf([event(0), event(100_000, false), event(200_000)], first, 300_000)
    expect(marks[1]?.gapMs).toBeNull()
    expect(marks[2]).toEqual({ day: null, gapMs: 200_000, counted: true })
  })

  it('counted gaps add up to the active time, over pages as well', () => {
    const events = [event(0), event(1_000), event(400_000), event(500_000), event(DAY_MS + 1)]
    const whole = marksOf(events, first, 300_000)
    const sum = whole.reduce((ms, mark) => ms + (mark.counted ? (mark.gapMs ?? 0) : 0), 0)
    expect(sum).toBe(101_000)
    const rest = marksOf(events.slice(2), first, 300_000, { at: first + 1_000, day: 0 })
    expect([...whole.slice(0, 2), ...rest]).toEqual(whole)
  })
})

describe('pages', () => {
  it('are cut between two instants', () => {
    expect(wholeInstants([1, 2, 3], false)).toBe(3)
    expect(wholeInstants([1, 2, 3], true)).toBe(2)
    expect(wholeInstants([1, 2, 2], true)).toBe(1)
  })

  it('cannot be cut where one instant fills them', () => {
    expect(wholeInstants([2, 2, 2], true)).toBeNull()
  })
})
