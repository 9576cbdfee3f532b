import fc from 'fast-check'
import { expect, it } from 'vitest'
import { activeMs } from './fold.ts'
import { activeOf, boundsWithin, countWithin, mergerWithin, readInstants } from './instants.ts'
import { DIGITS, digitsFor } from './queries/instants.ts'

/** As the cluster writes an instant: the least digit first. */
function write(offset: number, digits: number): string {
  let rest = offset
  let text = ''
  for (let i = 0; i < digits; i++) {
    text += String.fromCharCode(DIGITS.first + (rest % DIGITS.base))
    rest = Math.floor(rest / DIGITS.base)
  }
  return text
}

const fromMs = 1_795_000_000_000

it('instants come back as they were written, and need no escape in JSON', () => {
  const list = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }))
  fc.assert(
    fc.property(fc.constantFrom(5, 6), fc.array(list), (digits, lists) => {
      const offsets = lists.map((shares) => shares.map((share) => Math.floor(share * DIGITS.base ** digits)))
      const texts = offsets.map((some) => some.map((offset) => write(offset, digits)).join(''))
      for (const text of texts) expect(JSON.stringify(text)).toHaveLength(text.length + 2)
      const read = readInstants(texts, digits, fromMs)
      expect(read.map((instants) => [...instants])).toEqual(offsets.map((some) => some.map((offset) => fromMs + offset)))
    }),
  )
})

it('takes as many digits as a range needs', () => {
  const range = (length: number) => ({ from: fromMs, to: fromMs + length })
  expect(digitsFor(range(DIGITS.base ** 5))).toBe(5)
  expect(digitsFor(range(DIGITS.base ** 5 + 1))).toBe(6)
  expect(digitsFor(range(DIGITS.base ** 6 + 1))).toBeNull()
})

it('keeps what lies in the range, its first millisecond and not its last', () => {
  const range = { from: 10, to: 20 }
  expect(countWithin(Float64Array.of(9, 10, 19, 20), range)).toBe(2)
  const merge = mergerWithin()
  const lists = [Float64Array.of(19, 9, 15), Float64Array.of(), Float64Array.of(20, 10, 15)]
  expect([...merge(lists, range)]).toEqual([10, 15, 15, 19])
  expect([...merge([new Float64Array(5_000).fill(12), ...lists], range)]).toHaveLength(5_004)
  expect(boundsWithin(lists, range)).toEqual({ min: 10, max: 19 })
  expect(boundsWithin(lists, { from: 16, to: 19 })).toBeNull()
})

it('active time is that of one-instant buckets', () => {
  const gaps = fc.array(fc.constantFrom(0, 1, 299_999, 300_000, 300_001, 900_000))
  const rule = fc.record({ gapMs: fc.constantFrom(1_000, 300_000), sessionCapMs: fc.option(fc.constantFrom(1, 300_000, 5_000_000)) })
  fc.assert(
    fc.property(gaps, rule, (some, activity) => {
      let at = fromMs
      const instants = Float64Array.from(some, (gap) => (at += gap))
      const rows = Array.from(instants, (one) => ({ min: one, max: one }))
      expect(activeOf(instants, activity)).toBe(activeMs(rows, activity))
    }),
  )
  expect(activeOf(Float64Array.of(0, 300_000, 600_001, 600_002))).toBe(300_001)
})
