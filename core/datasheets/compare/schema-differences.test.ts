import { describe, expect, it } from 'vitest'
import { compareSchemas, type SchemaDifference } from '#core/datasheets/compare/schema-differences.ts'
import { column, integer, table, text, tiny } from '#core/datasheets/mapping/testing/tables.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'

const id = column('id', integer)
const item = (columns: readonly ColumnDef[], more: Partial<TableDef> = {}) => table('item', [id, ...columns], more)
const name = column('name', text, { nullable: true })

/** What is found between two tables of the same name, and whether they are compared. */
function between(from: TableDef, to: TableDef): { found: Omit<SchemaDifference, 'table'>[]; columns: readonly string[] | null } {
  const { pairs, differences } = compareSchemas([from], [to], null)
  return { found: differences.map(({ table: _, ...rest }) => rest), columns: pairs[0]?.columns ?? null }
}

describe('two tables', () => {
  it('that are the same are compared in all columns', () => {
    expect(between(item([name]), item([name]))).toEqual({ found: [], columns: ['id', 'name'] })
  })

  it.each<[what: string, from: TableDef, to: TableDef, difference: object, columns: readonly string[] | null]>([
    ['a column that the target lacks', item([name]), item([]), { column: 'name', kind: 'column_missing', to: null, blocking: true }, null],
    ['a column that only the target has', item([]), item([name]), { column: 'name', kind: 'column_missing', from: null, blocking: false }, ['id']],
    ['one that it needs', item([]), item([column('price', integer)]), { column: 'price', from: null, to: 'integer', blocking: true }, null],
    ['one with a default', item([]), item([column('price', integer, { default: { value: '0' } })]), { column: 'price', blocking: false }, ['id']],
    ['one that the server computes', item([]), item([column('sum', integer, { generated: true })]), { column: 'sum', blocking: false }, ['id']],
    ['computed in the source alone', item([column('sum', integer, { generated: true })]), item([]), { column: 'sum', blocking: false }, ['id']],
    ['a narrower type', item([column('price', integer)]), item([column('price', tiny)]), { kind: 'type', blocking: true }, null],
    ['a wider type', item([column('price', tiny)]), item([column('price', integer)]), { kind: 'type', blocking: false }, ['id', 'price']],
    ['another kind', item([column('price', integer)]), item([column('price', text)]), { kind: 'type', from: 'integer', blocking: true }, null],
    ['NULL is not taken', item([name]), item([{ ...name, nullable: false }]), { kind: 'nullable', from: 'NULL', to: 'NOT NULL', blocking: true }, null],
    ['NULL is taken', item([{ ...name, nullable: false }]), item([name]), { kind: 'nullable', blocking: false }, ['id', 'name']],
    ['a default', item([name]), item([{ ...name, default: { value: 'x' } }]), { kind: 'default', from: null, to: 'x', blocking: false }, ['id', 'name']],
    [
      'computed in the target alone',
      item([column('sum', integer)]),
      item([column('sum', integer, { generated: true })]),
      { kind: 'type', to: 'integer GENERATED', blocking: false },
      ['id'],
    ],
    ['another key', item([name]), item([name], { primaryKey: ['id', 'name'] }), { kind: 'primary_key', from: 'id', to: 'id, name', blocking: true }, null],
    ['no key', item([name], { primaryKey: [] }), item([name], { primaryKey: [] }), { kind: 'primary_key', from: null, to: null, blocking: true }, null],
    [
      'the same key in another order',
      item([name], { primaryKey: ['name', 'id'] }),
      item([name], { primaryKey: ['id', 'name'] }),
      { kind: 'primary_key', blocking: false },
      ['id', 'name'],
    ],
    [
      'a unique key',
      item([name]),
      item([name], { uniqueKeys: [{ name: 'by_name', columns: ['name'], prefixes: [8] }] }),
      { column: null, kind: 'unique_key', from: null, to: 'name(8)', blocking: false },
      ['id', 'name'],
    ],
    [
      'a foreign key',
      item([name], { foreignKeys: [{ name: 'fk', columns: ['name'], table: 'word', references: ['word'], onDelete: 'CASCADE' }] }),
      item([name]),
      { kind: 'foreign_key', from: 'name -> word (word) ON DELETE CASCADE', to: null, blocking: false },
      ['id', 'name'],
    ],
  ])('%s', (_, from, to, difference, columns) => {
    const { found, columns: compared } = between(from, to)
    expect(found).toEqual([expect.objectContaining(difference)])
    expect(compared).toEqual(columns)
  })

  it('keys are the same whatever they are called, and two words refuse alike', () => {
    const key = { columns: ['name'], table: 'word', references: ['word'] }
    const from = item([name], { uniqueKeys: [{ name: 'a', columns: ['name'] }], foreignKeys: [{ ...key, name: 'a', onDelete: 'RESTRICT' }] })
    const to = item([name], { uniqueKeys: [{ name: 'b', columns: ['name'] }], foreignKeys: [{ ...key, name: 'b', onDelete: 'NO ACTION' }] })
    expect(between(from, to).found).toEqual([])
  })

  it('columns of types that nobody can read are left out', () => {
    const place = column('place', { kind: 'other', declared: 'point' }, { nullable: true })
    expect(between(item([place, name]), item([place, name]))).toEqual({ found: [], columns: ['id', 'name'] })
  })
})

describe('two databases', () => {
  const [a, b, c] = [table('a', [id]), table('b', [id]), table('c', [id])]
  it('tables that one of them lacks are named', () => {
    const { pairs, differences } = compareSchemas([a, b], [b, c], null)
    expect(pairs.map(({ to }) => to.name)).toEqual(['b'])
    expect(differences.map(({ table: one, kind, from, to, blocking }) => [one, kind, from, to, blocking])).toEqual([
      ['a', 'table_missing', 'a', null, true],
      ['c', 'table_missing', null, 'c', true],
    ])
  })
  it('only what was asked for is looked at', () => {
    const { pairs, differences } = compareSchemas([a, b], [b, c], ['b', 'd'])
    expect(pairs.map(({ to }) => to.name)).toEqual(['b'])
    expect(differences).toEqual([{ table: 'd', column: null, kind: 'table_missing', from: null, to: null, blocking: true }])
  })
})
