import { describe, expect, it } from 'vitest'
import { column as makeColumn, table as makeTable } from '#core/datasheets/mapping/testing/tables.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'
import { otherThan, requestOf, tablesOf } from '#features/datasheets/comparisons/view.ts'

const column = (name: string, bytes: 4 | 8 = 4): ColumnDef =>
  makeColumn(name, { kind: 'integer', bytes, unsigned: false, boolean: false }, { declared: bytes === 4 ? 'int' : 'bigint' })
const table = (name: string, ...columns: ColumnDef[]): TableDef => makeTable(name, columns)
const from = [table('both', column('id')), table('ours', column('id')), table('wider', column('id'), column('price', 8))]
const to = [table('both', column('id')), table('theirs', column('id')), table('wider', column('id'), column('price'))]
const live = { id: 'l', name: 'Live', kind: 'production' }
const test = { id: 't', name: 'Test', kind: 'test' }

describe('tables of two environments', () => {
  const { tables, differences } = tablesOf(from, to)

  it('say which can be compared, which are missing where, and what differs', () => {
    expect(tables).toEqual([
      { table: 'both', comparable: true, missingIn: null, differences: 0 },
      { table: 'ours', comparable: false, missingIn: 'to', differences: 0 },
      { table: 'theirs', comparable: false, missingIn: 'from', differences: 0 },
      { table: 'wider', comparable: false, missingIn: null, differences: 1 },
    ])
    expect(differences.find(({ column: name }) => name === 'price')).toMatchObject({ kind: 'type', from: 'bigint', to: 'int', blocking: true })
  })

  it('are asked for by name, unless it is all of them', () => {
    expect(requestOf(test, live, tables, new Set(['both', 'wider']))).toEqual({ from: 't', to: 'l' })
    const more = [...tables, { table: 'more', comparable: true, missingIn: null, differences: 0 }]
    expect(requestOf(test, live, more, new Set(['more']))).toEqual({ from: 't', to: 'l', tables: ['more'] })
    expect(requestOf(test, live, tables, new Set())).toBeNull()
    expect(requestOf(live, live, tables, new Set(['both']))).toBeNull()
  })
})

describe('where rows come from', () => {
  it('is a test environment before another one, and never where they go', () => {
    expect(otherThan(live, [live, test])).toBe(test)
    expect(otherThan(test, [test, live])).toBe(live)
    expect(otherThan(live, [live])).toBeUndefined()
  })
})
