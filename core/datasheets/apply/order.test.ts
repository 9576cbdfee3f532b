import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TableDef } from '#core/datasheets/table.ts'
import { columnOf, types } from '#core/datasheets/values/testing/columns.ts'
import { rowsInOrder, tablesInOrder } from './order.ts'

type Key = [column: string, table: string, nullable?: boolean]

const tableOf = (name: string, ...keys: Key[]): TableDef => ({
  name,
  comment: '',
  columns: [columnOf(types.int, { name: 'id' }), ...keys.map(([column, , nullable = false]) => columnOf(types.int, { name: column, nullable }))],
  primaryKey: ['id'],
  uniqueKeys: [],
  foreignKeys: keys.map(([column, table]) => ({ name: `${name}_${column}`, columns: [column], table, references: ['id'], onDelete: 'RESTRICT' })),
  triggers: [],
})

describe('tables', () => {
  it('that are referred to come first, the others by name', () => {
    expect(tablesInOrder([tableOf('a', ['b', 'b'], ['c', 'c']), tableOf('b', ['c', 'c']), tableOf('c'), tableOf('d', ['x', 'elsewhere'])])).toEqual({
      order: ['c', 'd', 'b', 'a'],
      deferred: [],
      ordered: [],
      stuck: [],
    })
  })

  it('that refer to themselves wait in NULL where they can, else their rows are put in order', () => {
    const found = tablesInOrder([tableOf('a', ['up', 'a', true]), tableOf('b', ['up', 'b'])])
    expect(found.order).toEqual(['a', 'b'])
    expect(found.deferred).toMatchObject([{ table: 'a', nullable: ['up'] }])
    expect(found.ordered).toMatchObject([{ table: 'b', foreignKey: { name: 'b_up' } }])
  })

  it('in a circle are cut where one can be NULL, and are stuck where none can', () => {
    expect(tablesInOrder([tableOf('a', ['b', 'b']), tableOf('b', ['a', 'a', true])])).toMatchObject({
      order: ['b', 'a'],
      deferred: [{ table: 'b' }],
      stuck: [],
    })
    expect(tablesInOrder([tableOf('a', ['b', 'b']), tableOf('b', ['a', 'a']), tableOf('c')])).toMatchObject({ order: ['c'], stuck: ['a', 'b'] })
  })
})

describe('rows', () => {
  const order = (rows: readonly { id: string; up: string | null }[]) =>
    rowsInOrder(
      rows,
      ({ id }) => id,
      ({ up }) => up,
    )

  it('come after what they refer to, whatever the order that they are given in', () => {
    const parents = fc
      .array(fc.nat(), { minLength: 1, maxLength: 40 })
      .map((all) => all.map((up, at) => ({ id: String(at), up: at === 0 ? null : String(up % at) })))
    fc.assert(
      fc.property(parents, fc.infiniteStream(fc.nat()), (rows, numbers) => {
        const shuffled = rows
          .map((row) => ({ row, rank: numbers.next().value ?? 0 }))
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ row }) => row)
        const sorted = order(shuffled) ?? []
        expect(sorted.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual(rows)
        for (const [at, { up }] of sorted.entries()) if (up !== null) expect(sorted.findIndex(({ id }) => id === up)).toBeLessThan(at)
      }),
    )
  })

  it('in a circle have no order, and one that refers to itself waits for nobody', () => {
    expect(
      order([
        { id: 'a', up: 'b' },
        { id: 'b', up: 'a' },
      ]),
    ).toBeNull()
    expect(
      order([
        { id: 'b', up: 'a' },
        { id: 'a', up: 'a' },
        { id: 'c', up: 'not here' },
      ])?.map(({ id }) => id),
    ).toEqual(['a', 'b', 'c'])
  })
})
