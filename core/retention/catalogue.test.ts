import { expect, it } from 'vitest'
import { chooseMetrics, inCatalogueOrder, isBuiltIn, METRIC_NAME, metricFault } from './catalogue.ts'
import { baseColumns, defaultMetrics, fieldsOf, isKnown } from './metrics.ts'
import { DAY_MS } from './window.ts'

const window = { fromDay: 0, toDay: 1 }

it.each(baseColumns)('a metric cannot be named %s', (name) => {
  expect(metricFault({ name, window })).toBe('metric_name_reserved')
})

it.each([
  [{ fromDay: 1, toDay: 1 }, 'metric_window_empty'],
  [{ fromDay: 2, toDay: 1 }, 'metric_window_empty'],
  [{ fromDay: 0, toDay: 91 }, null],
])('days %j: %s', (days, fault) => {
  expect(metricFault({ name: 'x', window: days })).toBe(fault)
})

it.each([
  ['gifts_2', true],
  ['Gifts', false],
  ['2gifts', false],
  ['_gifts', false],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
])('name %s: %s', (name, fits) => {
  expect(METRIC_NAME.test(name)).toBe(fits)
})

it('the nine are in the catalogue, each under a name that may be one', () => {
  expect(defaultMetrics.every(({ name }) => isBuiltIn(name) && METRIC_NAME.test(name))).toBe(true)
  expect(isBuiltIn('gifts')).toBe(false)
})

const inUse = ['retention_d1', 'tutorial_entry', 'gifts'].map((name) => ({ name }))
it.each([
  [null, ['retention_d1', 'tutorial_entry', 'gifts'], []],
  [['gifts'], ['retention_d1', 'gifts'], []],
  [['gifts', 'tutorial_entry'], ['retention_d1', 'tutorial_entry', 'gifts'], []],
  [['gifts', 'nothing'], ['retention_d1', 'gifts'], ['nothing']],
])('asked for %j', (names, chosen, unknown) => {
  expect(chooseMetrics(inUse, names)).toEqual({ chosen: chosen.map((name) => ({ name })), unknown })
})

it('the nine come first in the order of the sheet, then the others as they were added', () => {
  const rows = [
    { name: 'zebra', addedAt: 10 },
    { name: 'friend_add_count', addedAt: 12 },
    { name: 'apple', addedAt: 11 },
    { name: 'retention_d1', addedAt: 13 },
  ]
  expect(inCatalogueOrder(rows).map(({ name }) => name)).toEqual(['retention_d1', 'friend_add_count', 'zebra', 'apple'])
})

it.each([
  [{ fromDay: 0, toDay: 1 }, 0, true],
  [{ fromDay: 1, toDay: 2 }, 2 * DAY_MS - 1, false],
  [{ fromDay: 1, toDay: 2 }, 2 * DAY_MS, true],
  [{ fromDay: 0, toDay: 2 }, 2 * DAY_MS - 1, false],
  [{ fromDay: 0, toDay: 7 }, 7 * DAY_MS, true],
])('days %j are known %i ms after the first login: %s', (days, after, known) => {
  expect(isKnown(1_000, days, 1_000 + after)).toBe(known)
})

it('a field that is added up must be a number, whatever else it is asked for', () => {
  const common = { label: 'x', family: 'f', subject: null, window }
  const list = [
    { ...common, name: 'a', where: [{ field: 'body.n', equals: 1 }], rule: { kind: 'documents' } as const },
    { ...common, name: 'b', where: [], rule: { kind: 'sum', field: 'body.n' } as const },
    { ...common, name: 'c', where: [], rule: { kind: 'distinct', field: 'body.n' } as const },
    { ...common, name: 'd', where: [], rule: { kind: 'distinct', field: 'country' } as const },
  ]
  expect(fieldsOf(list, 'f')).toEqual([
    { name: 'body.n', numeric: true },
    { name: 'country', numeric: false },
  ])
  expect(fieldsOf(list, 'g')).toEqual([])
})
