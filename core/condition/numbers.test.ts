import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePlain, plainNumber } from './numbers.ts'

it.each([
  ['1', '1'],
  [' 1.0 ', '1'],
  ['+007', '7'],
  ['-0', '0'],
  ['-0.00', '0'],
  ['1.', '1'],
  ['0.10', '0.1'],
  ['9007199254740993', '9007199254740993'],
  ['1E3', '1000'],
  ['1.5e-3', '0.0015'],
  ['12.345e1', '123.45'],
  ['1e+21', '1000000000000000000000'],
  ['-2.50', '-2.5'],
])('%j is %s', (text, plain) => expect(plainNumber(text)).toBe(plain))

it.each(['', ' ', '.', '.5', '1,000', '１', '0x10', '1e', '1e1000', 'Infinity', 'NaN', '--1', '1 2', '12abc'])('%j is no number', (text) => {
  expect(plainNumber(text)).toBeNull()
})

describe('order', () => {
  const decimals = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }))
  const written = ([digits, scale]: [bigint, number]): string => {
    const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
    return `${digits < 0n ? '-' : ''}${text.slice(0, text.length - scale)}.${text.slice(text.length - scale)}`
  }

  it('is that of the values, whatever their length', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const [left, right] = [a[0] * 10n ** BigInt(b[1]), b[0] * 10n ** BigInt(a[1])]
        expect(Math.sign(comparePlain(plainNumber(written(a)) ?? '', plainNumber(written(b)) ?? ''))).toBe(left < right ? -1 : left > right ? 1 : 0)
      }),
    )
  })

  it('a plain number stays what it is', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        const plain = plainNumber(written(value))
        expect(plainNumber(plain ?? '')).toBe(plain)
      }),
    )
  })
})
