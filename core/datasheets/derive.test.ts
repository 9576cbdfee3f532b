import { describe, expect, it } from 'vitest'
import { chosenResult, decisionOn, mineOver, taker } from '#core/datasheets/derive.ts'
import type { ApartRow } from '#core/datasheets/import.ts'
import type { TableResult } from '#core/datasheets/result.ts'

describe('rows of a choice', () => {
  it.each([
    [undefined, [0, 1, 2, 3]],
    [{ only: [1, 3, 9] }, [1, 3]],
    [{ except: [1, 3] }, [0, 2]],
    [{ only: [] }, []],
    [{ except: [] }, [0, 1, 2, 3]],
  ])('%j', (choice, taken) => {
    expect([0, 1, 2, 3].filter(taker(choice))).toEqual(taken)
  })

  it('are decided on one by one before all', () => {
    const decisions = { all: 'theirs', rows: { 4: 'mine' } } as const
    expect([decisionOn(decisions, 4), decisionOn(decisions, 5), decisionOn({ rows: { 4: 'mine' } }, 5), decisionOn(undefined, 4)]).toEqual([
      'mine',
      'theirs',
      null,
      null,
    ])
  })
})

describe('the row of the sheet over the row as it is', () => {
  const row = (mine: ApartRow['mine'], now: ApartRow['now']): ApartRow => ({ kind: 'both', key: { id: '1' }, mine, now })
  it('writes what differs and keeps the rest', () => {
    const at = { file: 'a.xlsx', sheet: 's', row: 3 }
    expect(mineOver({ ...row({ id: '1', name: null, price: '3' }, { id: '1', name: 'x', price: '3', note: 'n' }), at })).toEqual({
      op: 'update',
      key: { id: '1' },
      cells: { name: ['x', null] },
      same: { id: '1', price: '3', note: 'n' },
      at,
    })
  })
  it('brings a row back, and takes one away', () => {
    expect(mineOver(row({ id: '1', name: 'x' }, null))).toEqual({ op: 'insert', key: { id: '1' }, cells: { id: [null, '1'], name: [null, 'x'] } })
    expect(mineOver(row(null, { id: '1', name: 'x' }))).toEqual({ op: 'delete', key: { id: '1' }, cells: { id: ['1', null], name: ['x', null] } })
  })
  it('is nothing where both came to the same', () => {
    expect([mineOver(row({ id: '1' }, { id: '1', note: 'n' })), mineOver(row(null, null))]).toEqual([null, null])
  })
})

it('what is known of a table counts what was taken', () => {
  const base: TableResult = {
    table: 'item',
    sheets: [],
    columns: ['id', 'name', 'price'],
    key: ['id'],
    insert: 3,
    update: 5,
    delete: 2,
    unchanged: 10,
    theirs: 1,
    both: 2,
    errors: 0,
    warnings: 4,
    rowsBefore: 20,
    byColumn: [
      { column: 'name', changed: 3 },
      { column: 'price', changed: 5, up: 5, down: 0, medianPercent: 10, uniform: true },
    ],
    digest: 'a'.repeat(64),
  }
  const counts = {
    insert: 0,
    update: 3,
    delete: 1,
    byColumn: new Map([
      ['price', 3],
      ['name', 3],
    ]),
    digest: 'b'.repeat(64),
  }
  const found = chosenResult(base, counts)
  expect(found).toMatchObject({ insert: 0, update: 3, delete: 1, unchanged: 15, warnings: 4, rowsBefore: 20, digest: 'b'.repeat(64) })
  expect(found.byColumn).toEqual([
    { column: 'name', changed: 3 },
    { column: 'price', changed: 3 },
  ])
  expect('both' in found || 'theirs' in found).toBe(false)
})
