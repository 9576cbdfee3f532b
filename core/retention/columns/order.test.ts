import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeNumbers, joinNumbers } from './numbers.ts'
import { orderByNumbers, ranksOfCodes, ranksOfTexts, valuesOf } from './order.ts'
import { encodeCodes, encodeTexts, joinCodes, joinTexts } from './texts.ts'

/** By value, unknown ones last either way, ties as the rows stand. */
function plainOrder<T>(rows: readonly number[], values: readonly (T | null)[], compare: (a: T, b: T) => number, descending: boolean): number[] {
  const order = (a: number, b: number): number => {
    const [x, y] = [values[a] as T | null, values[b] as T | null]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return descending ? compare(y, x) : compare(x, y)
  }
  return [...rows].sort((a, b) => order(a, b) || a - b)
}

const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
const numbers = fc.oneof(
  fc.array(fc.option(fc.integer({ min: -3, max: 3 })), { maxLength: 200 }),
  fc.array(fc.option(fc.integer()), { maxLength: 50 }),
  fc.array(fc.option(fc.maxSafeInteger())),
  fc.array(fc.option(fc.double({ noNaN: true }))),
  fc.array(fc.constantFrom(0, -0, 1e-300, -1e-300, null)),
)
const shared = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '\0', '가', '\u{1f600}', '\uff21'), maxLength: 20 })
const texts = fc.array(fc.option(fc.oneof(shared, fc.string({ unit: 'grapheme', maxLength: 12 }))), { maxLength: 300 })
const everyOther = (length: number, odd: boolean): number[] => Array.from({ length }, (_, i) => i).filter((i) => !odd || i % 2 === 1)

describe('order', () => {
  it('of numbers equals sorting them one by one', () => {
    fc.assert(
      fc.property(numbers, fc.boolean(), fc.boolean(), (values, descending, odd) => {
        const rows = everyOther(values.length, odd)
        const found = orderByNumbers(Uint32Array.from(rows), joinNumbers([encodeNumbers(values)]), descending)
        expect([...found]).toEqual(plainOrder(rows, values, (a, b) => (a < b ? -1 : a > b ? 1 : 0), descending))
      }),
    )
  })

  it('of texts is that of their UTF-8 bytes', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), fc.constantFrom('', 'player-0000-', '\0\0\0\0\0\0\0\0\0'), (some, descending, prefix) => {
        const values = some.map((value) => (value === null ? null : prefix + value))
        const ranks = joinNumbers([encodeNumbers(valuesOf(ranksOfTexts(joinTexts([encodeTexts(values)]))))])
        const rows = everyOther(values.length, false)
        expect([...orderByNumbers(Uint32Array.from(rows), ranks, descending)]).toEqual(plainOrder(rows, values, bytes, descending))
      }),
    )
  })

  it('of coded texts is that of their UTF-8 bytes', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (values, descending) => {
        const rows = everyOther(values.length, false)
        const found = orderByNumbers(Uint32Array.from(rows), ranksOfCodes(joinCodes([encodeCodes(values)])), descending)
        expect([...found]).toEqual(plainOrder(rows, values, bytes, descending))
      }),
    )
  })
})

it('equal texts in great number are one rank', () => {
  const values = Array.from({ length: 5_000 }, (_, i) => (i % 2 === 0 ? 'the same long text' : 'another of the kind'))
  const { values: ranks } = ranksOfTexts(joinTexts([encodeTexts(values)]))
  expect(new Set(ranks)).toEqual(new Set([0, 1]))
  expect(ranks[1]).toBe(0)
})
