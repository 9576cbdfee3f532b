import { expect, it } from 'vitest'
import { byDay, clockOf, dayOr, daysOf, hrefOf, type Item, spanOf, stepped, today } from '#features/schedules/calendar/view.ts'

const item = (at: string, more: Partial<Item> = {}): Item => ({
  ...{ at, kind: 'planned', act: 'datasheets.import', title: {}, name: 'x', schedule: '7', run: null, environment: null },
  ...more,
})

it('shows whole weeks from Sunday on', () => {
  const november = daysOf('month', '2026-11-21')
  expect([november.length, november[0], november.at(-1)]).toEqual([35, '2026-11-01', '2026-12-05'])
  expect(daysOf('month', '2026-08-15')).toHaveLength(42)
  expect(daysOf('month', '2026-02-01')).toHaveLength(28)
  expect(daysOf('week', '2026-11-21')).toEqual(['2026-11-15', '2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21'])
  const list = daysOf('list', '2026-12-24')
  expect([list.length, list[0], list.at(-1)]).toEqual([31, '2026-12-01', '2026-12-31'])
})

it('never asks for more than the API answers', () => {
  for (let month = 1; month <= 12; month++) expect(daysOf('month', `2026-${String(month).padStart(2, '0')}-15`).length).toBeLessThanOrEqual(42)
})

it('steps over the ends of years', () => {
  expect([stepped('month', '2026-12-31', 1), stepped('month', '2027-01-31', -1), stepped('list', '2026-03-31', -1)]).toEqual([
    '2027-01-01',
    '2026-12-01',
    '2026-02-01',
  ])
  expect([stepped('week', '2026-12-30', 1), stepped('week', '2027-01-02', -1)]).toEqual(['2027-01-06', '2026-12-26'])
})

it('goes by the clock of the house, not of the machine', () => {
  expect(spanOf(['2026-11-21'])).toEqual({ from: '2026-11-20T15:00:00.000Z', to: '2026-11-21T15:00:00.000Z' })
  expect([today(Date.parse('2026-11-20T14:59:59Z')), today(Date.parse('2026-11-20T15:00:00Z')), clockOf('2026-11-20T15:30:00Z')]).toEqual([
    '2026-11-20',
    '2026-11-21',
    '00:30',
  ])
  expect([...byDay([item('2026-11-20T14:00:00Z'), item('2026-11-20T16:00:00Z')]).keys()]).toEqual(['2026-11-20', '2026-11-21'])
})

it('takes no day that there is not', () => {
  expect(['2026-02-30', '26-1-1', null, '2026-13-01', '1999-01-01'].map((text) => dayOr(text, 'today'))).toEqual(Array(5).fill('today'))
  expect(dayOr('2028-02-29', 'today')).toBe('2028-02-29')
})

it('draws many times of one schedule on one day as one, and what was apart', () => {
  const hours = Array.from({ length: 6 }, (_, hour) => `2026-11-21T0${hour}:00:00Z`)
  const all = [
    ...hours.map((at) => item(at)),
    ...hours.slice(0, 3).map((at) => item(at, { schedule: '8' })),
    ...hours.map((at) => item(at, { kind: 'run', run: { id: '1', state: 'failed' } })),
  ]
  const groups = byDay(all).get('2026-11-21') ?? []
  expect(groups.map(({ item: { kind, schedule }, count }) => `${kind} ${schedule} ${count}`)).toEqual([
    'planned 7 6',
    ...Array(3).fill('planned 8 1'),
    ...Array(6).fill('run 7 1'),
  ])
})

it('leads to the run, else to the schedule', () => {
  expect([hrefOf(item('', { run: { id: '3', state: 'queued' } })), hrefOf(item(''))]).toEqual(['/runs/3', '/schedules/7'])
})
