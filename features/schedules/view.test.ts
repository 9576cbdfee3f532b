import { expect, it } from 'vitest'
import { changesFor, emptyValues, whenOf } from '#features/schedules/view.ts'

const values = emptyValues('x')

it('says when by the clock of the zone', () => {
  expect(whenOf({ ...values, wall: '2026-11-22 04:00:00' })).toEqual({ runAt: '2026-11-22T04:00:00+09:00', zone: 'Asia/Seoul' })
  expect(whenOf({ ...values, wall: '2026-11-22 04:00:00', zone: 'UTC' })).toEqual({ runAt: '2026-11-22T04:00:00+00:00', zone: 'UTC' })
  expect(whenOf({ ...values, repeats: 'again', cron: ' 0 4 * * * ' })).toEqual({ cron: '0 4 * * *', zone: 'Asia/Seoul' })
})

it('asks nothing while nothing is said', () => {
  expect([whenOf(values), whenOf({ ...values, wall: 'tomorrow' }), whenOf({ ...values, repeats: 'again', cron: ' ' })]).toEqual([null, null, null])
})

it('offers what would change something', () => {
  expect([changesFor('active'), changesFor('paused'), changesFor('ended')]).toEqual([['paused', 'ended'], ['active', 'ended'], []])
})
