import { expect, it } from 'vitest'
import { concerns, namedKey, operationOf } from '#core/datasheets/history.ts'
import { type Operation, operationLine } from '#core/datasheets/operation.ts'

it.each([
  ['5', ['id'], { id: '5' }],
  ['', ['id'], { id: '' }],
  ['{"id":5}', ['id'], { id: '5' }],
  ['{"id":null}', ['id'], { id: null }],
  ['{"other":5}', ['id'], { id: '{"other":5}' }],
  ['[5]', ['id'], { id: '[5]' }],
  ['{"b":"2","a":1}', ['a', 'b'], { a: '1', b: '2' }],
  ['{"a":1}', ['a', 'b'], null],
  ['{"a":1,"b":{}}', ['a', 'b'], null],
  ['5', ['a', 'b'], null],
  ['5', [], null],
])('%s names a key of %j', (said, columns, key) => {
  const named = namedKey(said, columns)
  expect(named).toEqual(key)
  expect(Object.keys(named ?? {})).toEqual(key ? columns : [])
})

const operation = (op: Operation['op'], id: string): Operation => ({ op, key: { id, slot: 'a"b' }, cells: { name: ['x', 'y'] } })

it('finds the operation of a key, and of no longer one', () => {
  const lines = [operation('insert', '1'), operation('update', '10'), operation('delete', '2')].map(operationLine)
  const withMore = lines.map((line) => `${line.slice(0, -1)},"same":{"note":"z"}}`)
  for (const all of [lines, withMore]) {
    expect(operationOf(all, { id: '10', slot: 'a"b' })).toMatchObject({ op: 'update', cells: { name: ['x', 'y'] } })
    expect(operationOf(all, { id: '2', slot: 'a"b' })).toMatchObject({ op: 'delete' })
    expect(operationOf(all, { id: '1' })).toBeNull()
    expect(operationOf(all, { id: '3', slot: 'a"b' })).toBeNull()
  }
})

it('knows which column an operation is about', () => {
  expect([concerns(operation('update', '1'), 'name'), concerns(operation('update', '1'), 'price'), concerns(operation('update', '1'), undefined)]).toEqual([
    true,
    false,
    true,
  ])
  expect([concerns(operation('insert', '1'), 'price'), concerns(operation('delete', '1'), 'price')]).toEqual([true, true])
})
