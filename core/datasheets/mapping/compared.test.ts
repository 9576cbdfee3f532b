import { expect, it } from 'vitest'
import type { ColumnType } from '../table.ts'
import { comparedAs, rowsSql, rowTest } from './compared.ts'
import { column, integer, table, text } from './testing/tables.ts'

it.each<[ColumnType, string]>([
  [integer, 'number'],
  [{ kind: 'decimal', precision: 5, scale: 2, unsigned: false }, 'number'],
  [{ kind: 'float', double: true, unsigned: false }, 'double'],
  [{ kind: 'float', double: false, unsigned: false }, 'float'],
  [{ kind: 'bit', bits: 1 }, 'bit'],
  [{ kind: 'year' }, 'year'],
  [text, 'text'],
  [{ kind: 'enum', labels: ['a'], collation: '' }, 'text'],
  [{ kind: 'set', labels: ['a'], collation: '' }, 'text'],
  [{ kind: 'date' }, 'date'],
  [{ kind: 'datetime', fsp: 3 }, 'datetime'],
  [{ kind: 'timestamp', fsp: 0 }, 'datetime'],
  [{ kind: 'time', fsp: 0 }, 'time'],
  [{ kind: 'json' }, 'opaque'],
  [{ kind: 'binary', maxBytes: 8, fixed: true }, 'opaque'],
  [{ kind: 'other', declared: 'point' }, 'opaque'],
])('%j compares as %s', (type, as) => expect(comparedAs(type)).toBe(as))

const items = table('items', [column('id', integer), column('type', text, { nullable: true })])
const quote = (name: string) => `t.\`${name}\``

it('no condition means every row', () => {
  expect(rowTest(null, items.columns)(['1', null])).toBe(true)
  expect(rowsSql(null, items, quote)).toEqual({ sql: 'TRUE', values: [] })
})

it('cells stand in the order of the columns that are given', () => {
  const where = { left: 'type', op: 'eq' as const, right: 'T' }
  expect(rowTest(where, items.columns.toReversed())(['T', '1'])).toBe(true)
  expect(rowTest(where, items.columns)(['T', '1'])).toBe(false)
})

it('SQL asks for the column under the name that it has in the statement', () => {
  expect(rowsSql({ left: 'id', op: 'not_in', right: [1, '2'] }, items, quote)).toEqual({
    sql: 'NOT COALESCE(t.`id` IN (CAST(? AS DECIMAL(65,30)), CAST(? AS DECIMAL(65,30))), FALSE)',
    values: ['1', '2'],
  })
})
