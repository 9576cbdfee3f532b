import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnOf, types } from '#core/datasheets/values/testing/columns.ts'
import { columnChanges } from './column-changes.ts'
import { percentMedian } from './percent-median.ts'
import { renamedKeys } from './renamed-keys.ts'
import { summaryOf } from './words.ts'

const columns = [
  columnOf({ kind: 'decimal', precision: 12, scale: 2, unsigned: false }, { name: 'price' }),
  columnOf(types.varchar, { name: 'name' }),
  columnOf(types.flag, { name: 'on_sale' }),
]
type Change = [column: number, old: string | null, next: string | null]
const counted = (changes: readonly Change[]) => {
  const counter = columnChanges(columns)
  for (const change of changes) counter.add(...change)
  return counter.finish()
}

describe('columnChanges', () => {
  it('counts, and of amounts tells the direction', () => {
    expect(
      counted([
        [0, '100.00', '120.00'],
        [0, '50.00', '60.00'],
        [0, '9.00', '8.10'],
        [1, 'a', 'b'],
        [2, '0', '1'],
      ]),
    ).toEqual([
      { column: 'price', changed: 3, up: 2, down: 1, medianPercent: 20, uniform: false },
      { column: 'name', changed: 1 },
      { column: 'on_sale', changed: 1 },
    ])
  })
  it('knows one percentage in spite of rounding', () => {
    expect(
      counted([
        [0, '100.00', '120.00'],
        [0, '99.99', '119.99'],
        [0, '0.50', '0.60'],
      ]),
    ).toMatchObject([{ medianPercent: 20, uniform: true }])
  })
  it('tells no percentage from nothing, from NULL or across nothing', () => {
    const summary = counted([
      [0, '0.00', '5.00'],
      [0, null, '5.00'],
      [0, '-5.00', '5.00'],
      [0, '5.00', null],
    ])
    expect(summary).toEqual([{ column: 'price', changed: 4, up: 2, down: 0, medianPercent: null, uniform: false }])
    expect(counted([[0, '5.00', '0.00']])).toMatchObject([{ down: 1, medianPercent: -100 }])
  })
  it('compares digits, not doubles', () => {
    expect(counted([[0, '9007199254740992.00', '9007199254740993.00']])).toMatchObject([{ up: 1, down: 0 }])
  })
  it('says nothing of columns that stay', () => {
    expect(counted([])).toEqual([])
  })
})

describe('percentMedian', () => {
  const medianOf = (percents: readonly number[]): number => {
    const sorted = percents.toSorted((a, b) => a - b)
    const middle = sorted.length >> 1
    return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
  }
  const added = (percents: readonly number[]) => {
    const median = percentMedian()
    for (const percent of percents) median.add(percent)
    return median
  }
  it('is exact for few', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -100, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 }), (percents) => {
        expect(Math.abs((added(percents).median() ?? Number.NaN) - medianOf(percents))).toBeLessThanOrEqual(0.03)
      }),
    )
  })
  it('is near for many', () => {
    const percents = Array.from({ length: 20_001 }, (_, n) => ((n * 7919) % 20_001) / 100 - 50)
    expect(Math.abs((added(percents).median() ?? Number.NaN) - 50)).toBeLessThan(0.2)
    expect(added(Array.from({ length: 10_000 }, () => 20)).median()).toBe(20)
    expect(added([...Array.from({ length: 10_000 }, () => -100), 50]).median()).toBe(-100)
  })
  it('of nothing is nothing', () => {
    expect(percentMedian().median()).toBeNull()
    expect(percentMedian().uniform()).toBe(false)
  })
})

describe('renamedKeys', () => {
  const pairsOf = (rows: readonly ['insert' | 'delete', string, number][]) => {
    const renamed = renamedKeys<number>()
    for (const row of rows) renamed.add(...row)
    return renamed.pairs()
  }
  it('pairs a delete with the insert that has the same cells', () => {
    expect(
      pairsOf([
        ['delete', '["sword",10]', 1],
        ['insert', '["shield",10]', 2],
        ['insert', '["sword",10]', 3],
        ['delete', '["bow",10]', 4],
      ]),
    ).toEqual([{ removed: 1, added: 3 }])
  })
  it('does not guess among several', () => {
    expect(
      pairsOf([
        ['delete', 'x', 1],
        ['insert', 'x', 2],
        ['insert', 'x', 3],
      ]),
    ).toEqual([])
    expect(
      pairsOf([
        ['delete', 'x', 1],
        ['delete', 'x', 2],
        ['insert', 'x', 3],
      ]),
    ).toEqual([])
  })
  it('gives up on another table', () => {
    const rows = Array.from({ length: 100_001 }, (_, n) => ['insert', `${n}`, n] as ['insert', string, number])
    expect(pairsOf([...rows.slice(1), ['delete', '5', -1]])).toEqual([{ removed: -1, added: 5 }])
    expect(pairsOf([...rows, ['delete', '5', -1]])).toEqual([])
  })
})

describe('summaryOf', () => {
  const changes = { insert: 0, update: 0, delete: 0, rowsBefore: 50, byColumn: [] }
  const price = { column: 'price', changed: 12, up: 12, down: 0, medianPercent: 20, uniform: true }

  it('says when nothing differs', () => {
    expect(summaryOf(changes)).toEqual([{ code: 'no_difference', params: {} }])
  })
  it('says that the price of 12 rows goes up by 20 %', () => {
    expect(summaryOf({ ...changes, update: 12, byColumn: [price] })).toEqual([{ code: 'column_up_by', params: { column: 'price', count: 12, percent: 20 } }])
  })
  it.each([
    [
      { ...price, uniform: false },
      { code: 'column_up_about', params: { column: 'price', count: 12, percent: 20 } },
    ],
    [
      { ...price, medianPercent: null },
      { code: 'column_up', params: { column: 'price', count: 12 } },
    ],
    [
      { ...price, up: 0, down: 12, medianPercent: -5 },
      { code: 'column_down_by', params: { column: 'price', count: 12, percent: 5 } },
    ],
    [
      { ...price, up: 0, down: 12, medianPercent: -5, uniform: false },
      { code: 'column_down_about', params: { column: 'price', count: 12, percent: 5 } },
    ],
    [
      { ...price, up: 0, down: 12, medianPercent: null },
      { code: 'column_down', params: { column: 'price', count: 12 } },
    ],
    [
      { ...price, up: 8, down: 4 },
      { code: 'column_up_and_down', params: { column: 'price', count: 12, up: 8, down: 4 } },
    ],
    [
      { ...price, up: 8, down: 3 },
      { code: 'column_changed', params: { column: 'price', count: 12 } },
    ],
    [
      { column: 'name', changed: 3 },
      { code: 'column_changed', params: { column: 'name', count: 3 } },
    ],
  ])('%j is %j', (summary, line) => {
    expect(summaryOf({ ...changes, update: 12, byColumn: [summary] })).toEqual([line])
  })
  it('tells rows first, then the columns that change most', () => {
    const byColumn = Array.from({ length: 8 }, (_, n) => ({ column: `c${n}`, changed: n + 1 }))
    expect(
      summaryOf({ ...changes, insert: 2, update: 9, delete: 3, byColumn }, { renamed: 1 }).map(({ code, params }) => [code, params.column ?? params.count]),
    ).toEqual([['rows_added', 2], ['rows_removed', 3], ['keys_renamed', 1], ...[7, 6, 5, 4, 3, 2].map((n) => ['column_changed', `c${n}`]), ['more_columns', 2]])
  })
  it('says when all rows go', () => {
    expect(summaryOf({ ...changes, delete: 50 })).toEqual([{ code: 'all_removed', params: { count: 50 } }])
  })
})
