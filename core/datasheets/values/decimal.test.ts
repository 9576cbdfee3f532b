import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDecimals, type Decimal, parseDecimal, plainText, toScale, wholeDigits } from './decimal.ts'

const parsed = (text: string): Decimal => parseDecimal(text) as Decimal

describe('parseDecimal', () => {
  it.each([
    ['0', '0'],
    ['-0.000', '0'],
    ['1E+5', '100000'],
    ['1.50', '1.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-1e-3', '-0.001'],
    ['000120.0', '120'],
    ['12e-1', '1.2'],
  ])('%s is %s', (text, plain) => {
    expect(plainText(parsed(text))).toBe(plain)
  })
  it.each(['', '.', '-', 'e5', '1e', '1e99999', '1e401', ' 1', '1_000', '1,0', '１', 'Infinity', '1'.repeat(401)])('"%s" is none', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })
  it('keeps every digit', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 0, max: 60 }), (units, scale) => {
        const text = toScale(parsed(`${units}e-${scale}`), scale) as string
        expect(BigInt(text.replace('.', ''))).toBe(units)
        expect(scale === 0 ? -1 : text.length - 1 - text.indexOf('.')).toBe(scale === 0 ? -1 : scale)
        expect(parseDecimal(text)).toEqual(parsed(`${units}e-${scale}`))
      }),
    )
  })
})

describe('toScale', () => {
  it('does not round', () => {
    expect(toScale(parsed('1.005'), 2)).toBeNull()
    expect(toScale(parsed('1.0050'), 3)).toBe('1.005')
    expect(toScale(parsed('1e3'), 2)).toBe('1000.00')
  })
})

describe('wholeDigits', () => {
  it.each([
    ['0', 0],
    ['0.05', 0],
    ['9.99', 1],
    ['1e5', 6],
    ['120', 3],
  ])('of %s are %i', (text, digits) => {
    expect(wholeDigits(parsed(text))).toBe(digits)
  })
})

describe('compareDecimals', () => {
  it('compares by value', () => {
    const number = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 20 }))
    fc.assert(
      fc.property(number, number, ([a, m], [b, n]) => {
        const difference = a * 10n ** BigInt(n) - b * 10n ** BigInt(m)
        expect(Math.sign(compareDecimals(parsed(`${a}e-${m}`), parsed(`${b}e-${n}`)))).toBe(difference > 0n ? 1 : difference < 0n ? -1 : 0)
      }),
    )
  })
})
