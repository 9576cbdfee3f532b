import { expect, it } from 'vitest'
import type { PlayerEvent, PlayerEvents } from '#features/retention/timeline/schema.ts'
import { eventLine, timelineRows } from './timeline-rows.ts'

const first = '2026-11-20T00:00:00.000Z'
const event = (seconds: number, by: PlayerEvent['by'] = 'uid'): PlayerEvent => ({
  at: new Date(Date.parse(first) + seconds * 1_000).toISOString(),
  family: 'login_comp',
  index: 'i',
  id: `${seconds}`,
  by,
  bytes: 2,
  document: {},
})
const page = (items: PlayerEvent[]): PlayerEvents => ({
  player: { uid: 'a', account: null, firstLoginAt: first },
  gapMs: 300_000,
  sessionCapMs: null,
  range: { from: first, to: first },
  families: [],
  items,
  leftOut: 0,
  next: null,
})

it('days, breaks and events in their order; counted time adds up over pages', () => {
  const { rows, activeMs } = timelineRows([page([event(0), event(60)]), page([event(500), event(530, 'subject'), event(560), event(86_400)])])
  expect(rows.map((row) => (row.kind === 'event' ? row.event.id : row.kind === 'day' ? `day ${row.day}` : `break ${row.breakMs}`))).toEqual([
    'day 0',
    '0',
    '60',
    'break 440000',
    '500',
    '530',
    '560',
    'day 1',
    'break 85840000',
    '86400',
  ])
  expect(activeMs).toBe(120_000)
})

it('nothing read is nothing shown', () => {
  expect(timelineRows([])).toEqual({ rows: [], activeMs: 0 })
})

it('an event is told by its body', () => {
  expect(eventLine({ '@timestamp': first, uid: 'a', body: { action: 'Start' } })).toBe('{"action":"Start"}')
  expect(eventLine({ uid: 'a', level: 3 })).toBe('{"level":3}')
  expect(eventLine({ uid: 'a' })).toBe('')
  expect(eventLine({ body: 'x'.repeat(500) }).length).toBe(141)
  expect(eventLine(null)).toBe('')
})
