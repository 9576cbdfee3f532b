import { describe, expect, it } from 'vitest'
import { contributionsOf, Tally } from './documents.ts'
import type { Metric } from './metrics.ts'

type Asked = Pick<Metric, 'where' | 'rule' | 'subject'>
const metric = (change: Partial<Asked>): Asked => ({ where: [], rule: { kind: 'documents' }, subject: null, ...change })
const numbers = (source: unknown, asked: Asked, nested = true) =>
  contributionsOf(source, asked, nested).map(({ subject, sum, values }) => ({ subject, sum, values: [...values] }))

const bodies = [
  { item: 'bow', price: 3, to: 'a', gift: true },
  { item: 'bow', price: 5, to: 'b' },
  { item: 'axe', price: '7', to: 'a', gift: true },
]
const source = { country: 'KR', body: bodies }

describe('what a document adds', () => {
  it('is one, whatever its body', () => {
    expect(numbers(source, metric({}))).toEqual([{ subject: null, sum: 0, values: [] }])
    expect(numbers({}, metric({}))).toHaveLength(1)
  })

  it('conditions hold for one and the same object of a nested body, and for the whole of any other', () => {
    const where = [
      { field: 'body.item', equals: 'axe' },
      { field: 'body.price', equals: 3 },
    ]
    expect(numbers(source, metric({ where }), true)).toEqual([])
    expect(numbers(source, metric({ where }), false)).toHaveLength(1)
  })

  it('a condition outside the body holds for the document', () => {
    const where = [
      { field: 'country', equals: 'KR' },
      { field: 'body.gift', equals: true },
    ]
    expect(numbers(source, metric({ where, rule: { kind: 'sum', field: 'body.price' } }))).toEqual([{ subject: null, sum: 10, values: [] }])
    expect(numbers({ ...source, country: 'JP' }, metric({ where }))).toEqual([])
  })

  it('the subject is named by the object that meets the conditions', () => {
    const asked = metric({ subject: 'body.to', rule: { kind: 'distinct', field: 'body.item' }, where: [{ field: 'body.item', equals: 'bow' }] })
    expect(numbers(source, asked)).toEqual([
      { subject: 'a', sum: 0, values: ['bow'] },
      { subject: 'b', sum: 0, values: ['bow'] },
    ])
  })

  it.each([
    [1, 1, true],
    ['1', 1, true],
    ['', 0, false],
    [1, '1', true],
    [true, true, true],
    ['true', true, true],
    [null, 0, false],
    [{}, 'x', false],
  ])('a value %j equals %j: %s', (value, equals, same) => {
    expect(numbers({ body: { x: value } }, metric({ where: [{ field: 'body.x', equals }] }))).toHaveLength(same ? 1 : 0)
  })
})

describe('a tally', () => {
  const of = (asked: Asked, ...sources: unknown[]): number => {
    const tally = new Tally()
    for (const one of sources) for (const adds of contributionsOf(one, asked, true)) tally.add(adds)
    return tally.value(asked.rule)
  }
  it.each([
    [metric({}), 2],
    [metric({ rule: { kind: 'any' } }), 1],
    [metric({ rule: { kind: 'sum', field: 'body.n' } }), 7],
    [metric({ rule: { kind: 'distinct', field: 'body.n' } }), 2],
  ])('of %j is %i', (asked, value) => {
    expect(of(asked, { body: [{ n: 3 }, { n: 1 }] }, { body: { n: 3 } })).toBe(value)
  })

  it('without documents is 0', () => {
    expect([of(metric({})), of(metric({ rule: { kind: 'any' } })), of(metric({ rule: { kind: 'distinct', field: 'x' } }))]).toEqual([0, 0, 0])
  })

  it('is no number where text is added up, or where whole numbers have lost digits', () => {
    expect(of(metric({ rule: { kind: 'sum', field: 'body.n' } }), { body: { n: 'many' } })).toBeNaN()
    expect(of(metric({ rule: { kind: 'distinct', field: 'body.n' } }), { body: { n: 2 ** 53 } })).toBeNaN()
  })
})
