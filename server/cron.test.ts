import { expect, it } from 'vitest'
import { parseCron } from '#server/cron.ts'

const take = (text: string, from: string, count: number): string[] => {
  const found: string[] = []
  for (const wall of parseCron(text)?.walls(Date.parse(from)) ?? []) {
    found.push(new Date(wall).toISOString().slice(0, 16))
    if (found.length === count) break
  }
  return found
}

it('walks the clock on the wall', () => {
  expect(take('30 9 * * MON-FRI', '2026-11-20T09:30:00Z', 2)).toEqual(['2026-11-23T09:30', '2026-11-24T09:30'])
  expect(take('0 0 29 2 *', '2026-11-21T00:00:00Z', 2)).toEqual(['2028-02-29T00:00', '2032-02-29T00:00'])
  // A day of the month and a weekday: either of them, as everywhere.
  expect(take('0 9 1 * 1', '2026-11-28T00:00:00Z', 3)).toEqual(['2026-11-30T09:00', '2026-12-01T09:00', '2026-12-07T09:00'])
})

it('knows what is due in every hour', () => {
  expect([parseCron('*/5 * * * *')?.everyHour, parseCron('0 9 * * *')?.everyHour, parseCron('0 */2 * * *')?.everyHour]).toEqual([true, false, false])
})

it('ends where no time comes', () => {
  expect(take('0 0 31 4,6 *', '2026-11-21T00:00:00Z', 1)).toEqual([])
})

it.each(['60 * * * *', '*/0 * * * *', '5-1 * * * *', '0 0 30 2 *', 'a b c d e', '* * * 13 *'])('cannot read %s', (text) => {
  expect(parseCron(text)).toBeNull()
})
