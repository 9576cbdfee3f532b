import { expect, it } from 'vitest'
import { decideFiring, mostCounted } from '#core/schedules/decision.ts'

const minuteMs = 60_000
const hourly = function* (afterMs: number) {
  for (let ms = (Math.floor(afterMs / (60 * minuteMs)) + 1) * 60 * minuteMs; ; ms += 60 * minuteMs) yield ms
}
const everyMinute = function* (afterMs: number) {
  for (let ms = (Math.floor(afterMs / minuteMs) + 1) * minuteMs; ; ms += minuteMs) yield ms
}
const once = () => []
const at = (text: string) => Date.parse(`2026-11-21T${text}Z`)

it.each([
  ['at its time', 'skip', '09:00:00', 'fire'],
  ['at the end of its grace', 'skip', '09:05:00', 'fire'],
  ['a moment later', 'skip', '09:05:00.001', 'skip'],
  ['a moment later, made up for', 'late', '09:05:00.001', 'late'],
] as const)('%s', (_, missed, now, act) => {
  const decision = decideFiring({ dueMs: at('09:00:00'), graceMs: 5 * minuteMs, missed }, hourly, at(now))
  expect(decision).toEqual({ act, dueMs: at('09:00:00'), earlier: null, nextMs: at('10:00:00') })
})

it('no grace at all is still one of 30 seconds: schedulers look once a second', () => {
  const act = (now: string) => decideFiring({ dueMs: at('09:00:00'), graceMs: 0, missed: 'skip' }, hourly, at(now)).act
  expect([act('09:00:01'), act('09:00:30'), act('09:00:30.001')]).toEqual(['fire', 'fire', 'skip'])
})

it('of several missed times the latest is spoken of, the others are counted', () => {
  const decision = decideFiring({ dueMs: at('06:00:00'), graceMs: 5 * minuteMs, missed: 'late' }, hourly, at('09:30:00'))
  expect(decision).toEqual({ act: 'late', dueMs: at('09:00:00'), earlier: { firstMs: at('06:00:00'), count: 3 }, nextMs: at('10:00:00') })
})

it('what is on time runs though others before it were missed', () => {
  const decision = decideFiring({ dueMs: at('06:00:00'), graceMs: 5 * minuteMs, missed: 'skip' }, hourly, at('09:01:00'))
  expect(decision).toMatchObject({ act: 'fire', dueMs: at('09:00:00'), earlier: { count: 3 } })
})

it('never runs in a burst: within a long grace only the latest runs', () => {
  const decision = decideFiring({ dueMs: at('09:00:00'), graceMs: 60 * minuteMs, missed: 'skip' }, everyMinute, at('09:04:30'))
  expect(decision).toMatchObject({ act: 'fire', dueMs: at('09:04:00'), earlier: { count: 4 }, nextMs: at('09:05:00') })
})

it('a one-off has no other time', () => {
  const due = { dueMs: at('09:00:00'), graceMs: minuteMs }
  expect(decideFiring({ ...due, missed: 'skip' }, once, at('12:00:00'))).toEqual({ act: 'skip', dueMs: due.dueMs, earlier: null, nextMs: null })
  expect(decideFiring({ ...due, missed: 'late' }, once, at('12:00:00')).act).toBe('late')
})

it('an outage of a year is looked through in steps, not minute by minute', () => {
  let looked = 0
  const counted = function* (afterMs: number) {
    for (const ms of everyMinute(afterMs)) {
      looked += 1
      yield ms
    }
  }
  const now = at('09:00:45')
  const decision = decideFiring({ dueMs: now - 365 * 1_440 * minuteMs, graceMs: 0, missed: 'skip' }, counted, now)
  expect(decision).toMatchObject({ act: 'skip', dueMs: at('09:00:00'), earlier: { count: mostCounted } })
  expect(looked).toBeLessThan(mostCounted + 100)
})
