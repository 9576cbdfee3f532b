import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holds, operators } from './conditions.ts'
import { encodeNumbers, joinNumbers } from './numbers.ts'
import { findExact, findTexts, foldTexts } from './search.ts'
import { keepCodes, keepNumbers, rowsKept } from './select.ts'
import { encodeCodes, encodeTexts, joinCodes, joinTexts, readTexts } from './texts.ts'

const letters = fc.constantFrom('a', 'B', 'b', 'A', 'İ', 'i', 'Σ', 'ς', 'σ', '가', '나', '\u{1f600}', '%', '_', 'ß', 'ẞ')
const texts = fc.array(fc.option(fc.string({ unit: letters, maxLength: 6 })), { maxLength: 60 })
const fold = (text: string): string => text.toLowerCase().replaceAll('ς', 'σ')
const rowsWhere = <T>(values: readonly T[], holdsFor: (value: T) => boolean): number[] => values.flatMap((value, row) => (holdsFor(value) ? [row] : []))

describe('rows', () => {
  it('are found by a part of a text, whatever its case', () => {
    fc.assert(
      fc.property(texts, fc.string({ unit: letters, maxLength: 3 }), fc.nat(3), (values, part, at) => {
        const found = new Uint8Array(values.length)
        // Anywhere in a larger buffer, as a driver gives it.
        const block = encodeTexts(values)
        const larger = new Uint8Array(block.length + at + 4).fill(0x41)
        larger.set(block, at)
        findTexts(foldTexts(readTexts(larger.subarray(at, at + block.length))), part, found)
        expect(larger.subarray(at + block.length)).toEqual(new Uint8Array(4).fill(0x41))
        expect([...rowsKept(found)]).toEqual(rowsWhere(values, (value) => value?.toLowerCase() !== undefined && fold(value).includes(fold(part))))
      }),
      { numRuns: 500 },
    )
  })

  it('are found by their whole text', () => {
    fc.assert(
      fc.property(texts, fc.string({ unit: letters, maxLength: 2 }), (values, whole) => {
        expect([...findExact(joinTexts([encodeTexts(values)]), whole)]).toEqual(rowsWhere(values, (value) => value === whole))
      }),
    )
  })

  it('are kept by a condition on a number; what is not known is no number', () => {
    const value = fc.option(fc.integer({ min: -2, max: 2 }))
    fc.assert(
      fc.property(fc.array(value), fc.constantFrom(...operators), value, (values, operator, bound) => {
        const kept = new Uint8Array(values.length).fill(1)
        keepNumbers(kept, joinNumbers([encodeNumbers(values)]), { operator: bound === null ? '=' : operator, value: bound })
        expect([...rowsKept(kept)]).toEqual(rowsWhere(values, (one) => (one === null || bound === null ? one === bound : holds(operator, one, bound))))
      }),
    )
  })

  it('are kept by a coded text or by having none', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('', 'a', '가', null), (values, text) => {
        const kept = new Uint8Array(values.length).fill(1)
        keepCodes(kept, joinCodes([encodeCodes(values)]), text)
        expect([...rowsKept(kept)]).toEqual(rowsWhere(values, (value) => value === text))
      }),
    )
  })
})

it.each([
  ['>=', 2, 2, true],
  ['>', 2, 2, false],
  ['<=', 2, 2, true],
  ['<', 1, 2, true],
  ['=', 1, 2, false],
] as const)('%s %i %i', (operator, value, bound, expected) => {
  expect(holds(operator, value, bound)).toBe(expected)
})

it.each(['a', 'aB', 'ba', 'x'])('%j is found where nearly every text has it', (part) => {
  const values = Array.from({ length: 500 }, (_, row) => (row % 9 === 7 ? null : row % 5 === 4 ? 'b' : row % 100 === 33 ? 'xx' : 'CAba'))
  const found = new Uint8Array(values.length)
  findTexts(foldTexts(joinTexts([encodeTexts(values)])), part, found)
  expect([...rowsKept(found)]).toEqual(rowsWhere(values, (value) => value !== null && fold(value).includes(fold(part))))
})

it('a part that reaches over the end of a text is not found', () => {
  const found = new Uint8Array(2)
  findTexts(foldTexts(joinTexts([encodeTexts(['xab', 'cab'])])), 'bc', found)
  expect([...found]).toEqual([0, 0])
})
