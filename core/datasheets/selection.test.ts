import { describe, expect, it } from 'vitest'
import { selectionDigest } from '#core/datasheets/import.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import { type Chosen, choose } from '#core/datasheets/selection.ts'

const table = (name: string, counts: Partial<TableResult> = {}): TableResult => ({
  table: name,
  sheets: [],
  columns: ['id'],
  key: ['id'],
  insert: 0,
  update: 0,
  delete: 0,
  unchanged: 0,
  errors: 0,
  warnings: 0,
  rowsBefore: 100,
  byColumn: [],
  digest: name.repeat(64).slice(0, 64),
  ...counts,
})
const plan = 'f'.repeat(64)
const b = table('b', { insert: 1, update: 2, delete: 20 })
const a = table('a', { delete: 21 })
const same = table('same', { unchanged: 100 })
const faulty = table('faulty', { update: 1, errors: 3 })
const all = [b, a, same]

describe('a choice from a plan', () => {
  it('is all that has something to write when nothing is ticked', () => {
    expect(choose(plan, all, { deletes: true })).toEqual({
      selection: { tables: ['a', 'b'], deletes: true },
      sha256: selectionDigest(plan, [a, b], true),
      rows: 44,
      braked: ['a'],
    })
  })

  it('is the same however it is said', () => {
    const digest = (tables: string[] | undefined, deletes: boolean, of = all) => (choose(plan, of, { tables, deletes }) as Chosen).sha256
    expect(digest(['a', 'b', 'same', 'a'], true)).toBe(digest(undefined, true))
    expect(digest(['b'], true)).not.toBe(digest(['b'], false))
    expect(digest(['b'], true)).not.toBe(digest(['a', 'b'], true))
    // Without anything to delete it does not matter whether deletes are meant.
    const kept = [table('b', { insert: 1 }), same]
    expect(digest(undefined, false, kept)).toBe(digest(undefined, true, kept))
  })

  it('leaves the deletes out', () => {
    expect(choose(plan, all, { deletes: false })).toMatchObject({ selection: { tables: ['b'], deletes: false }, rows: 3, braked: [] })
    expect(choose(plan, all, { tables: ['a'], deletes: false })).toMatchObject({ code: 'nothing_selected' })
  })

  it.each([
    [[faulty, b], undefined, 'table_has_errors', { tables: 'faulty' }],
    [[faulty, b], ['faulty'], 'table_has_errors', { tables: 'faulty' }],
    [all, ['b', 'B'], 'plan_table_unknown', { table: 'B' }],
    [all, ['same'], 'nothing_selected', {}],
    [[same], undefined, 'nothing_selected', {}],
  ])('is refused', (tables, names, code, params) => {
    expect(choose(plan, tables, { tables: names, deletes: true })).toMatchObject({ code, params })
  })

  it('goes without the tables that have errors', () => {
    expect(choose(plan, [faulty, b], { tables: ['b'], deletes: true })).toMatchObject({ selection: { tables: ['b'] }, braked: [] })
  })

  it('brakes where a table would be empty', () => {
    const emptied = [table('x', { delete: 1, rowsBefore: 1 }), table('y', { delete: 1, rowsBefore: 5 }), table('z', { delete: 2, rowsBefore: 9 })]
    expect(choose(plan, emptied, { deletes: true })).toMatchObject({ braked: ['x', 'z'] })
  })
})
