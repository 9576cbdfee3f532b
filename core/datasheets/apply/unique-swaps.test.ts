import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TableDef } from '#core/datasheets/table.ts'
import { columnOf, types } from '#core/datasheets/values/testing/columns.ts'
import { freeNumbers, numberText, parkingOf, rowsInTheWay } from './unique-swaps.ts'

it('with the rows in the way moved aside, every order of the others meets free values only', () => {
  const moves = fc.uniqueArray(fc.record({ before: fc.nat(12), after: fc.nat(12) }), { selector: ({ before }) => before, maxLength: 10 })
  fc.assert(
    fc.property(moves, (all) => {
      const uses = all
        .filter((one, at) => all.findIndex(({ after }) => after === one.after) === at)
        .map(({ before, after }, row) => ({ row, before: String(before), after: String(after) }))
      const aside = rowsInTheWay(uses)
      const taken = new Set(uses.filter(({ row }) => !aside.has(row)).map(({ before }) => before))
      for (const { before, after } of uses) if (before !== after) expect(taken.has(after)).toBe(false)
    }),
  )
})

it('who takes its own value, or one that nobody has, is in nobody’s way', () => {
  expect([
    ...rowsInTheWay([
      { row: 'a', before: '1', after: '1' },
      { row: 'b', before: '2', after: '3' },
      { row: 'c', before: null, after: null },
    ]),
  ]).toEqual([])
})

const table: TableDef = {
  name: 't',
  comment: '',
  columns: [
    columnOf(types.int, { name: 'id' }),
    columnOf(types.tiny, { name: 'held' }),
    columnOf(types.grade, { name: 'label' }),
    columnOf(types.price, { name: 'price' }),
    columnOf(types.int, { name: 'free', nullable: true }),
  ],
  primaryKey: ['id'],
  uniqueKeys: [],
  foreignKeys: [{ name: 'f', columns: ['held'], table: 'other', references: ['id'], onDelete: 'RESTRICT' }],
  triggers: [],
}
const place = (...columns: string[]) => {
  const found = parkingOf(table, { name: 'u', columns }, [table])
  return found && `${found.column.name} ${found.to}`
}

it('rows wait in NULL, else in a number that nobody has, never in what others hold to', () => {
  expect(place('label', 'free')).toBe('free null')
  expect(place('held', 'price')).toBe('price number')
  expect([place('label'), place('held'), place('id')]).toEqual([null, null, null])
})

it('numbers that are free lie above or below all others, or there are none', () => {
  const tiny = columnOf(types.tiny)
  expect(freeNumbers(tiny, -128n, 125n, 2)).toEqual([126n, 127n])
  expect(freeNumbers(tiny, -120n, 127n, 2)).toEqual([-121n, -122n])
  expect(freeNumbers(tiny, -128n, 127n, 1)).toBeNull()
  expect([numberText(-5n, 2), numberText(1234n, 2), numberText(7n, 0)]).toEqual(['-0.05', '12.34', '7'])
})
