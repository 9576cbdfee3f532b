import { describe, expect, it } from 'vitest'
import { findInCatalogue, type MetricFilter } from './catalogue-list.ts'
import { defaultMetrics } from './metrics.ts'

const items = defaultMetrics.map((metric, at) => ({
  ...metric,
  version: at === 0 ? 3 : 1,
  active: metric.name !== 'friend_add_count',
  author: at === 0 ? 'Ana' : null,
  createdAt: '2026-11-01T00:00:00.000Z',
}))
const names = (filter: MetricFilter, sort?: string): string[] => findInCatalogue(items, filter, sort).map(({ name }) => name)

describe('the list of the catalogue', () => {
  it.each([
    [{}, 9],
    [{ q: 'DUNGEON' }, 2],
    [{ q: 'instigator' }, 1],
    [{ q: 'monster_kill_cnt' }, 1],
    [{ family: 'survival_end' }, 2],
    [{ family: 'survival' }, 0],
    [{ state: 'off' }, 1],
    [{ state: 'on', family: 'friend' }, 0],
  ] as const)('%j finds %i', (filter, count) => {
    expect(names(filter)).toHaveLength(count)
  })

  it('stands in the order of the columns until it is sorted', () => {
    expect(names({})).toEqual(defaultMetrics.map(({ name }) => name))
    expect(names({}, 'nothing')).toEqual(names({}))
    expect(names({}, 'name')).toEqual(names({}).toSorted())
  })

  it('sorts downwards with a minus, equal ones by name', () => {
    expect(names({}, '-version')[0]).toBe('retention_d1')
    expect(names({}, '-version')[1]).toBe('dungeon_entry_count')
    expect(names({}, 'author').at(-1)).toBe('retention_d1')
  })
})
