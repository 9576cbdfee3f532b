import { describe, expect, it } from 'vitest'
import type { PlanRow } from '#features/datasheets/plans/schema.ts'
import {
  cellOf,
  columnsInSight,
  columnsShown,
  differsUnseen,
  isLong,
  keyText,
  measure,
  mostRows,
  oneLine,
  pagesOf,
  placeOf,
  planFilterOf,
  rowHeight,
  rowsOf,
  scrollToCell,
  trendOf,
  withSpaces,
} from '#features/datasheets/plans/view.ts'

const update: PlanRow = { index: 0, op: 'update', key: { id: '7' }, cells: { price: ['100', '120'], note: [null, ''] }, same: { name: '검', sell: null } }
const insert: PlanRow = { index: 1, op: 'insert', key: { id: '8' }, cells: { id: [null, '8'], price: [null, '5'], note: [null, null] } }
const gone: PlanRow = { index: 2, op: 'delete', key: { id: '9' }, cells: { price: ['1', null], note: [null, null] } }

describe('what a column of a changed row shows', () => {
  it.each([
    ['a changed cell has both values', update, 'price', { kind: 'changed', old: '100', next: '120' }],
    ['NULL and the empty text differ', update, 'note', { kind: 'changed', old: null, next: '' }],
    ['what stays is the same on both sides', update, 'name', { kind: 'same', old: '검', next: '검' }],
    ['a NULL that stays is a value', update, 'sell', { kind: 'same', old: null, next: null }],
    ['the key stays', update, 'id', { kind: 'same', old: '7', next: '7' }],
    ['a column that the sheet does not give', update, 'grade', { kind: 'none', old: null, next: null }],
    ['an added value', insert, 'price', { kind: 'added', old: null, next: '5' }],
    ['an added NULL is a value', insert, 'note', { kind: 'added', old: null, next: null }],
    ['an added row without the column', insert, 'grade', { kind: 'none', old: null, next: null }],
    ['a removed value', gone, 'price', { kind: 'removed', old: '1', next: null }],
    ['a removed NULL is a value', gone, 'note', { kind: 'removed', old: null, next: null }],
    ['the key of a removed row', gone, 'id', { kind: 'removed', old: '9', next: null }],
  ])('%s', (_, row, column, expected) => {
    expect(cellOf(row, column)).toEqual(expected)
  })
})

describe('differences that cannot be seen', () => {
  it.each([
    ['a', 'a ', true],
    ['a b', 'a\u00a0b', true],
    ['ab', 'a\u200bb', true],
    ['가', '\u1100\u1161', true],
    ['a', 'b', false],
    ['a', 'a', false],
    [null, '', false],
  ])('%j and %j', (old, next, unseen) => {
    expect(differsUnseen(old, next)).toBe(unseen)
  })

  it('are drawn', () => {
    expect(withSpaces('a \u3000b\tc\nd')).toBe('a·□b⇥c⏎d')
    expect(withSpaces('e\u0301')).toBe('e◌\u0301')
  })

  it('breaks lines with a sign', () => {
    expect(oneLine('a\nb\tc')).toBe('a⏎b⇥c')
  })

  it.each([
    [null, false],
    ['short', false],
    ['two\nlines', true],
    ['x'.repeat(121), true],
  ])('%j is too much for a cell: %s', (value, long) => {
    expect(isLong(value)).toBe(long)
  })
})

describe('columns', () => {
  const table = {
    key: ['id'],
    columns: ['id', 'name', 'price', 'note'],
    byColumn: [
      { column: 'price', changed: 3 },
      { column: 'note', changed: 0 },
    ],
  }

  it('without the key, all or those that change', () => {
    expect(columnsShown(table, false)).toEqual(['name', 'price', 'note'])
    expect(columnsShown(table, true)).toEqual(['price'])
    expect(columnsShown({ ...table, byColumn: [] }, true)).toEqual(['name', 'price', 'note'])
  })

  it('numbers stand at the end, texts at the start, each as wide as its values within bounds', () => {
    const [price, name, note] = measure(['price', 'name', 'note'], [update, insert, { ...update, same: { name: '가'.repeat(100) } }])
    expect(price).toMatchObject({ align: 'end' })
    expect(price?.width).toBeGreaterThanOrEqual(72)
    expect(name).toMatchObject({ align: 'start', width: 320 })
    expect(note).toMatchObject({ align: 'start' })
  })

  it('out of sight are not drawn', () => {
    const columns = Array.from({ length: 20 }, (_, at) => ({ column: `c${at}`, width: 100, align: 'start' as const }))
    expect(columnsInSight(columns, 1, { from: 0, to: 500 })).toEqual({ skipped: 0, columns: columns.slice(0, 9) })
    expect(columnsInSight(columns, 1, { from: 1_000, to: 1_500 })).toEqual({ skipped: 600, columns: columns.slice(6, 19) })
    expect(columnsInSight(columns, 2, { from: 1_000, to: 1_500 })).toEqual({ skipped: 600, columns: columns.slice(3, 10) })
  })

  it('are scrolled to where they are out of sight or behind what is fixed', () => {
    const view = { left: 100, width: 500, fixed: 100 }
    expect(scrollToCell({ left: 120, width: 80 }, view)).toBeNull()
    expect(scrollToCell({ left: 40, width: 80 }, view)).toBe(16)
    expect(scrollToCell({ left: 480, width: 80 }, view)).toBe(456)
  })
})

describe('rows', () => {
  const counts = { insert: 2, update: 3, delete: 4 }

  it('are counted by what is filtered', () => {
    expect(rowsOf(counts, {})).toBe(9)
    expect(rowsOf(counts, { op: 'delete' })).toBe(4)
  })

  it('have one height in each view', () => {
    expect(rowHeight('unified', counts, {})).toBe(48)
    expect(rowHeight('split', counts, {})).toBe(28)
    expect(rowHeight('classic', { ...counts, update: 0 }, {})).toBe(28)
    expect(rowHeight('classic', counts, { op: 'insert' })).toBe(28)
    expect(mostRows(48) * 48).toBeLessThanOrEqual(15_000_000)
    expect(mostRows(48)).toBeGreaterThan(300_000)
  })

  it('come page by page', () => {
    expect(pagesOf({ from: 0, to: 0 })).toEqual([0])
    expect(pagesOf({ from: 190, to: 230 })).toEqual([0, 1])
    expect(pagesOf({ from: 99_990, to: 99_999 })).toEqual([499])
  })
})

describe('words', () => {
  it('say which numbers go up or down', () => {
    expect(trendOf({ column: 'name', changed: 3 })).toBeNull()
    expect(trendOf({ column: 'price', changed: 3, up: 3, down: 0, medianPercent: 20 })).toEqual({ direction: 'up', percent: 20 })
    expect(trendOf({ column: 'price', changed: 3, up: 0, down: 3, medianPercent: -20 })).toEqual({ direction: 'down', percent: 20 })
    expect(trendOf({ column: 'price', changed: 3, up: 1, down: 2, medianPercent: null })).toEqual({ direction: 'mixed', percent: null })
  })

  it('name a place as far as it is known', () => {
    expect(placeOf({ file: 'Items.xlsx', sheet: 'TreasureItemData', cell: 'F120' })).toBe('Items.xlsx / TreasureItemData / F120')
    expect(placeOf({ file: 'Items.xlsx', sheet: null, cell: null })).toBe('Items.xlsx')
  })

  it('name a key', () => {
    expect(keyText({ id: '7' })).toBe('7')
    expect(keyText({ id: '7', lang: null })).toBe('id = 7, lang = NULL')
  })

  it('ask for what the address says, the latest first', () => {
    const url = { page: 1, pageSize: 50, sort: null, filters: { q: null, environment: 'test', state: 'nonsense' } }
    expect(planFilterOf(url)).toEqual({ page: 1, pageSize: 50, sort: '-createdAt', environment: 'test' })
    expect(planFilterOf({ ...url, sort: 'createdAt', filters: { q: 'Items', environment: null, state: 'draft' } })).toMatchObject({
      q: 'Items',
      state: 'draft',
      sort: 'createdAt',
    })
  })
})
