import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareUtf8, leastUtf8 } from './utf8.ts'

describe('compareUtf8', () => {
  it('orders as the bytes do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
    )
  })

  it.each([
    ['\uff21', '\u{1f600}', -1],
    ['a', 'B', 1],
    ['', 'a', -1],
    ['가', '나', -1],
    ['same', 'same', 0],
  ])('%j and %j', (a, b, sign) => {
    expect(Math.sign(compareUtf8(a, b))).toBe(sign)
  })
})

it('finds the least', () => {
  expect(leastUtf8(['b', 'B', 'a'])).toBe('B')
  expect(leastUtf8([])).toBeNull()
})
