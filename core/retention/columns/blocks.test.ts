import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeNumbers, joinNumbers, numberAt, rowsOf } from './numbers.ts'
import { codedTextAt, encodeCodes, encodeTexts, joinCodes, joinTexts, textAt } from './texts.ts'

const numbers = fc.oneof(
  fc.array(fc.option(fc.integer({ min: 0, max: 300 }))),
  fc.array(fc.option(fc.integer({ min: -70_000, max: 70_000 }))),
  fc.array(fc.option(fc.maxSafeInteger())),
  fc.array(fc.option(fc.double({ noNaN: true }))),
  fc.array(fc.constantFrom(7, 7, 7, null)),
  fc.array(fc.constant(0)),
  fc.array(fc.constantFrom(0, -0)),
)
const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom('', 'a', 'A', '가나', '\u{1f600}', 'KR'))
const texts = fc.array(fc.option(text))
/** Anywhere in a larger buffer, as a driver gives it. */
const shifted = (block: Uint8Array): Uint8Array => {
  const larger = new Uint8Array(block.length + 3)
  larger.set(block, 3)
  return larger.subarray(3)
}

describe('blocks', () => {
  it('of numbers come back as they were, to the bit', () => {
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 5 }), (pieces) => {
        const column = joinNumbers(pieces.map((piece) => shifted(encodeNumbers(piece))))
        expect(pieces.flat().map((_, row) => numberAt(column, row))).toEqual(pieces.flat())
        expect(column.values).toHaveLength(pieces.flat().length)
      }),
    )
  })

  it('of texts come back as they were; unknown is not empty', () => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 5 }), (pieces) => {
        const column = joinTexts(pieces.map((piece) => shifted(encodeTexts(piece))))
        expect(pieces.flat().map((_, row) => textAt(column, row))).toEqual(pieces.flat())
      }),
    )
  })

  it('of codes come back as they were, under one set of codes', () => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 5 }), (pieces) => {
        const column = joinCodes(pieces.map((piece) => shifted(encodeCodes(piece))))
        expect(pieces.flat().map((_, row) => codedTextAt(column, row))).toEqual(pieces.flat())
        expect(new Set(column.entries).size).toBe(column.entries.length)
      }),
    )
  })
})

it.each([
  [[1, 2, 255], 8 + 3],
  [[1, null, 255], 8 + 3 + 1],
  [[1, 256], 8 + 4],
  [[1, -1], 8 + 8],
  [[1, 2 ** 31], 8 + 16],
  [[3, 3, 3, 3], 8 + 8],
  [[null, null], 8],
])('%j takes %i bytes', (values, bytes) => {
  const block = encodeNumbers(values)
  expect(block).toHaveLength(bytes)
  expect(rowsOf(block)).toBe(values.length)
})

it('takes no NaN, which no reader would find again', () => {
  expect(() => encodeNumbers([1, Number.NaN])).toThrow(RangeError)
})

it('halves of a surrogate pair in two texts stay apart', () => {
  const column = joinTexts([encodeTexts(['\ud83d', '\ude00', 'x'])])
  expect([0, 1, 2].map((row) => textAt(column, row))).toEqual(['\ufffd', '\ufffd', 'x'])
})
