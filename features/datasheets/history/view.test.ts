import { describe, expect, it } from 'vitest'
import { cellsOf, keyFields, keyOf, keyWords } from '#features/datasheets/history/view.ts'

describe('keys in the address of a history', () => {
  it.each([
    [['id'], { id: '12' }, '12'],
    [['id'], { id: '{"a":1}' }, '{"a":1}'],
    [['item', 'lang'], { item: '7', lang: 'ko' }, '{"item":"7","lang":"ko"}'],
  ] as const)('of %j go there and back', (columns, fields, key) => {
    expect(keyOf(fields, columns)).toBe(key)
    expect(keyFields(key, columns)).toEqual(fields)
  })

  it.each([
    [['item', 'lang'], { item: '7', lang: '' }],
    [['id'], {}],
    [[], { id: '1' }],
  ] as const)('of %j with %j say nothing yet', (columns, fields) => expect(keyOf(fields, columns)).toBeNull())

  it('that are no JSON leave the fields of several columns empty', () => expect(keyFields('12', ['item', 'lang'])).toEqual({ item: '', lang: '' }))
})

describe('what happened to a row', () => {
  const change = { op: 'update' as const, key: { item: '7', lang: null }, cells: { price: ['1', '2'] as [string, string], name: [null, ''] as [null, string] } }
  it('is shown whole, or of one column', () => {
    expect(cellsOf(change, undefined).map(([name]) => name)).toEqual(['price', 'name'])
    expect(cellsOf(change, 'price')).toEqual([['price', ['1', '2']]])
  })
  it('names its key', () => expect(keyWords(change.key)).toBe('item=7, lang=NULL'))
})
