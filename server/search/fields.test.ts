import { describe, expect, it } from 'vitest'
import { RunFailure } from '#core/shared/refusal.ts'
import { exactName, fieldTable, isFit, isNested } from './fields.ts'

type Types = Record<string, { type: string; indices?: string[] }>
const table = (fields: Record<string, Types>) => {
  const full = Object.entries(fields).map(([name, types]) => [
    name,
    Object.fromEntries(Object.entries(types).map(([key, one]) => [key, { aggregatable: one.type !== 'text', ...one }])),
  ])
  return fieldTable({ indices: ['a', 'b'], fields: Object.fromEntries(full) })
}
const code = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error instanceof RunFailure ? error.refusal.code : error
  }
}
const both = ['a', 'b']
const keyword = { keyword: { type: 'keyword' } }
const text = { text: { type: 'text' } }

describe('the name to group by', () => {
  it.each([
    ['keyword everywhere', { uid: keyword }, { name: 'uid', type: 'keyword' }],
    ['text with a keyword sub-field', { uid: text, 'uid.keyword': keyword }, { name: 'uid.keyword', type: 'keyword' }],
    ['nowhere', {}, null],
    [
      'in one index only',
      { uid: { keyword: { type: 'keyword', indices: ['a'] }, unmapped: { type: 'unmapped', indices: ['b'] } } },
      { name: 'uid', type: 'keyword' },
    ],
    [
      'whole numbers of two widths',
      { uid: { long: { type: 'long', indices: ['a'] }, integer: { type: 'integer', indices: ['b'] } } },
      { name: 'uid', type: 'long' },
    ],
  ])('%s', (_name, fields, found) => {
    expect(exactName(table(fields as unknown as Record<string, Types>), 'uid', both)).toEqual(found)
  })

  it('is refused below objects that are nested, unless they are the body', () => {
    const nested = { nested: { type: 'nested' } }
    const found = table({ 'items.id': keyword, items: nested, 'body.id': keyword, body: nested, 'body.stats.id': keyword, 'body.stats': nested })
    expect(code(() => exactName(found, 'items.id', both))).toBe('field_nested')
    expect(code(() => exactName(found, 'body.stats.id', both))).toBe('field_nested')
    expect(exactName(found, 'body.id', both)).toEqual({ name: 'body.id', type: 'keyword' })
  })

  it.each([
    ['text alone', { uid: text }, 'field_not_exact'],
    ['a sub-field in one index only', { uid: text, 'uid.keyword': { keyword: { type: 'keyword', indices: ['a'] } } }, 'field_not_exact'],
    ['keyword here, number there', { uid: { keyword: { type: 'keyword', indices: ['a'] }, long: { type: 'long', indices: ['b'] } } }, 'field_type_clash'],
    [
      'keyword here, text with a sub-field there',
      {
        uid: { keyword: { type: 'keyword', indices: ['a'] }, text: { type: 'text', indices: ['b'] } },
        'uid.keyword': { keyword: { type: 'keyword', indices: ['b'] } },
      },
      'field_type_clash',
    ],
  ])('is refused for %s', (_name, fields, refusal) => {
    expect(code(() => exactName(table(fields as unknown as Record<string, Types>), 'uid', both))).toBe(refusal)
  })
})

it('a body is nested, not nested, or refused', () => {
  expect(isNested(table({ body: { nested: { type: 'nested' } } }), both)).toBe(true)
  expect(isNested(table({ body: { object: { type: 'object' } } }), both)).toBe(false)
  expect(isNested(table({}), both)).toBe(false)
  const mixed = table({ body: { nested: { type: 'nested', indices: ['a'] }, object: { type: 'object', indices: ['b'] } } })
  expect(code(() => isNested(mixed, both))).toBe('field_type_clash')
  expect(isNested(mixed, ['a'])).toBe(true)
})

describe('a field is fit to be grouped by and added up', () => {
  const one = (type: string, index: string): Types => ({ [type]: { type, indices: [index] } })
  it.each<[string, Record<string, Types>, boolean, boolean]>([
    ['where it is the same everywhere', { 'body.n': { long: { type: 'long' } } }, true, true],
    ['where it is a number everywhere', { 'body.n': { ...one('long', 'a'), ...one('double', 'b') } }, true, true],
    ['where other indices have no such field', { 'body.n': one('keyword', 'a') }, false, true],
    ['not where another index has a text under its name', { 'body.n': { ...one('long', 'a'), ...one('keyword', 'b') } }, true, false],
    ['not where its sum would be one of rounded numbers', { 'body.n': one('float', 'a') }, true, false],
    ['where rounded numbers are not added up', { 'body.n': one('float', 'a') }, false, true],
    ['not where another body is no nested one', { 'body.n': one('long', 'a'), body: { ...one('nested', 'a'), ...one('object', 'b') } }, true, false],
    ['where another body alone is nested', { 'body.n': one('long', 'a'), body: { ...one('object', 'a'), ...one('nested', 'b') } }, true, true],
  ])('%s', (_what, fields, isSum, fit) => {
    expect(isFit(table(fields), 'body.n', ['a'], isSum)).toBe(fit)
  })
})
