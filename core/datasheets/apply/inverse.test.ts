import { expect, it } from 'vitest'
import { inverseOf, inverseOfUpdate } from './inverse.ts'

it('an insert is taken back by deleting the row as it stands, a delete by the row as it stood to the letter', () => {
  expect(
    inverseOf({ op: 'insert', key: { id: null }, cells: { name: [null, 'a'] } }, ['id', 'name', 'tag'], null, { id: '7', name: 'a', tag: 'none' }),
  ).toEqual({
    op: 'delete',
    key: { id: '7' },
    cells: { id: ['7', null], name: ['a', null], tag: ['none', null] },
  })
  expect(inverseOf({ op: 'delete', key: { id: '7' }, cells: {} }, ['id', 'name'], { id: '7', name: 'a\r\nb' }, null)).toEqual({
    op: 'insert',
    key: { id: '7' },
    cells: { id: [null, '7'], name: [null, 'a\r\nb'] },
  })
})

it('an update is taken back by its old values to the letter, and those that the server set', () => {
  const update = {
    op: 'update' as const,
    key: { id: 'abc' },
    cells: { id: ['abc', 'ABC'] as const, text: ['a\nb', 'c\r\n'] as const },
    same: { n: '1', at: '2020' },
  }
  expect(inverseOfUpdate(update, { text: 'a\r\nb' }, { at: ['2020', '2021'] }, (_, value) => value?.replace('\r\n', '\n') ?? null)).toEqual({
    op: 'update',
    key: { id: 'ABC' },
    cells: { id: ['ABC', 'abc'], text: ['c\n', 'a\r\nb'], at: ['2021', '2020'] },
    same: { n: '1' },
  })
})
