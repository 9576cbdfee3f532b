import { describe, expect, it } from 'vitest'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import { countApart, countOperations, lineTest, type RowFilter } from '#core/datasheets/plan-rows.ts'

const operations: KeptOperation[] = [
  { op: 'insert', key: { id: '1' }, cells: { name: [null, 'Iron "Sword"'], memo: [null, null] } },
  { op: 'update', key: { id: '2' }, cells: { price: ['100', '120'] }, same: { name: '강철 검' }, at: { file: 'price.xlsx', sheet: 'name', row: 2 } },
  { op: 'delete', key: { id: '3' }, cells: { name: ['a\nb', null] }, renamed: { id: '77' } },
]
const lines = operations.map((operation) => JSON.stringify(operation))
const found = (filter: RowFilter) => lines.flatMap((line, at) => (lineTest(filter)(line) ? [operations[at]?.key.id] : []))

describe('rows that filters find', () => {
  it.each<[RowFilter, string[]]>([
    [{}, ['1', '2', '3']],
    [{ op: 'update' }, ['2']],
    [{ column: 'price' }, ['2']],
    [{ column: 'name' }, ['1', '3']],
    [{ column: 'name', op: 'delete' }, ['3']],
    [{ q: 'iron' }, ['1']],
    [{ q: '"SWORD"' }, ['1']],
    [{ q: '강철' }, ['2']],
    [{ q: 'a\nb' }, ['3']],
    [{ q: '77' }, ['3']],
    [{ q: '12' }, ['2']],
  ])('%j', (filter, expected) => {
    expect(found(filter)).toEqual(expected)
  })
  it('are not found by names of columns, files or by how a line is written', () => {
    for (const q of ['price', 'memo', 'xlsx', 'same', '":', 'null', 'update']) expect(found({ q }), q).toEqual([])
  })
})

describe('operations of a block', () => {
  it('are counted by their kinds', () => {
    expect(countOperations([...lines, ...lines.slice(1)])).toEqual({ inserts: 1, updates: 2, deletes: 2 })
  })
  it('are not to be anything else', () => {
    expect(() => countOperations(['{"key":{},"op":"insert"}'])).toThrow('no operation')
  })
})

describe('rows apart of a block', () => {
  it('are counted by their kinds', () => {
    const line = (kind: string) => JSON.stringify({ kind, key: { id: '"kind":"both"' }, mine: null, now: null })
    expect(countApart([line('both'), line('theirs'), line('both')])).toEqual({ theirs: 1, both: 2 })
    expect(() => countApart([line('mine')])).toThrow('no row apart')
  })
})
