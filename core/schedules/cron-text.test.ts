import { expect, it } from 'vitest'
import { hasFiveFields } from '#core/schedules/cron-text.ts'

it.each(['* * * * *', '*/5 * * * *', '0 9 * * MON-FRI', '0,30 9-18/3 1,15 jan,jul 0', '  5   4 * * 7 '])('takes %s', (text) => {
  expect(hasFiveFields(text)).toBe(true)
})

it.each([
  '',
  '* * * *',
  '0 * * * * *',
  '@daily',
  'H 9 * * *',
  '0 9 L * *',
  '0 9 ? * *',
  '0 9 * * 1#2',
  '0 9 * * 5L',
  '0 9 15W * *',
  '0,, 9 * * *',
  '-1 * * * *',
])('refuses %s', (text) => {
  expect(hasFiveFields(text)).toBe(false)
})
