import { describe, expect, it } from 'vitest'
import { instantsOf, type Walls } from '#core/schedules/instants.ts'
import { wallClock } from '#core/shared/zoned.ts'

const minuteMs = 60_000
const dayMs = 1_440 * minuteMs

/** Every minute of the day that the test names, day after day. */
const daily = (...minutes: number[]): Walls =>
  function* (after) {
    for (let day = Math.floor(after / dayMs) * dayMs; ; day += dayMs)
      for (const minute of minutes) if (day + minute * minuteMs > after) yield day + minute * minuteMs
  }
const everyMinutes = (step: number): Walls => daily(...Array.from({ length: 1_440 / step }, (_, index) => index * step))

function take(walls: Walls, zone: string, from: string, count: number, everyHour = false): string[] {
  const found: number[] = []
  for (const ms of instantsOf(walls, zone, Date.parse(from), everyHour)) {
    found.push(ms)
    if (found.length === count) break
  }
  expect(found.every((ms, index) => index === 0 || ms > (found[index - 1] as number))).toBe(true)
  return found.map((ms) => new Date(ms).toISOString().slice(0, 16))
}

describe('a zone without changes', () => {
  it('is due by its wall clock, and not at the instant itself', () => {
    expect(take(daily(540), 'Asia/Seoul', '2026-11-20T23:59:59.999Z', 2)).toEqual(['2026-11-21T00:00', '2026-11-22T00:00'])
    expect(take(daily(540), 'Asia/Seoul', '2026-11-21T00:00:00Z', 1)).toEqual(['2026-11-22T00:00'])
  })
})

describe('clocks set forward (New York, 8 March 2026, 02:00 to 03:00)', () => {
  it('loses no day: what falls into the missing hour is due as much later', () => {
    const times = take(daily(150), 'America/New_York', '2026-03-07T12:00:00Z', 3)
    expect(times).toEqual(['2026-03-08T07:30', '2026-03-09T06:30', '2026-03-10T06:30'])
    expect(wallClock(Date.parse(`${times[0]}Z`), 'America/New_York')).toBe('2026-03-08 03:30:00')
  })
  it('is due once where the shifted time is a time of its own', () => {
    expect(take(daily(150, 210), 'America/New_York', '2026-03-08T05:00:00Z', 3)).toEqual(['2026-03-08T07:30', '2026-03-09T06:30', '2026-03-09T07:30'])
  })
  it('is late by half an hour where clocks go half an hour forward, and hides no time that is shown meanwhile', () => {
    const days = take(daily(130, 155), 'Australia/Lord_Howe', '2026-10-03T12:00:00Z', 4)
    expect(days).toEqual(['2026-10-03T15:35', '2026-10-03T15:40', '2026-10-04T15:10', '2026-10-04T15:35'])
  })
  it('goes on every half hour without a pause and without a second one', () => {
    const times = take(everyMinutes(30), 'America/New_York', '2026-03-08T06:00:00Z', 4, true)
    expect(times).toEqual(['2026-03-08T06:30', '2026-03-08T07:00', '2026-03-08T07:30', '2026-03-08T08:00'])
  })
})

describe('clocks set back (New York, 1 November 2026, 02:00 to 01:00)', () => {
  it('is due the first time only', () => {
    expect(take(daily(90), 'America/New_York', '2026-10-31T12:00:00Z', 2)).toEqual(['2026-11-01T05:30', '2026-11-02T06:30'])
  })
  it('is not due again when it is asked between the two', () => {
    expect(take(daily(90), 'America/New_York', '2026-11-01T05:30:00Z', 1)).toEqual(['2026-11-02T06:30'])
    expect(take(daily(90), 'America/New_York', '2026-11-01T06:10:00Z', 1)).toEqual(['2026-11-02T06:30'])
  })
  it('goes on every half hour through both hours, wherever it begins', () => {
    const through = ['2026-11-01T05:00', '2026-11-01T05:30', '2026-11-01T06:00', '2026-11-01T06:30', '2026-11-01T07:00', '2026-11-01T07:30']
    expect(take(everyMinutes(30), 'America/New_York', '2026-11-01T04:45:00Z', 6, true)).toEqual(through)
    for (const [index, time] of through.slice(0, -1).entries())
      expect(take(everyMinutes(30), 'America/New_York', `${time}:00Z`, 1, true)).toEqual([through[index + 1]])
  })
})

it('agrees with itself wherever it begins, over two years of three zones', () => {
  for (const zone of ['America/New_York', 'Asia/Seoul', 'Australia/Lord_Howe']) {
    const from = Date.parse('2026-01-01T00:00:00Z')
    const whole = take(daily(15, 90, 150), zone, '2026-01-01T00:00:00Z', 2_190)
    const days = new Set(whole.map((at) => wallClock(Date.parse(`${at}Z`), zone).slice(0, 10)))
    expect(days.size).toBeGreaterThanOrEqual(730)
    expect(whole.length).toBe(2_190)
    for (let index = 0; index < whole.length - 1; index += 7) {
      expect(take(daily(15, 90, 150), zone, `${whole[index]}:00Z`, 1)).toEqual([whole[index + 1]])
    }
    expect(Date.parse(`${whole[0]}Z`)).toBeGreaterThan(from)
  }
})
