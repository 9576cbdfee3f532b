import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ColumnType } from '#core/datasheets/table.ts'
import { compareKeyPart } from './order.ts'
import { types } from './testing/columns.ts'

describe('compareKeyPart', () => {
  it.each<[string, ColumnType, string[]]>([
    ['whole numbers', types.bigint, ['-9223372036854775808', '-100', '-99', '-1', '0', '5', '10', '99', '9007199254740992', '9007199254740993']],
    ['decimals', types.price, ['-10.00', '-9.50', '-0.05', '0.00', '0.05', '9.50', '10.00', '100.00']],
    ['doubles', types.double, ['-1e+300', '-1', '0', '1e-7', '0.1', '5', '1e+21']],
    ['days', types.date, ['0000-00-00', '1999-12-31', '2026-11-21', '2026-11-22']],
    ['times', types.time, ['-100:00:00', '-99:00:00', '-00:00:01', '00:00:00', '10:00:00', '99:59:59', '100:00:00', '838:59:59']],
    ['weights', types.varchar, ['', '0041', '00410042', '0042', 'AC00']],
    ['labels, by their place', types.grade, ['A', 'b', 'S급', '1']],
    ['sets, by their bits', types.tags, ['', 'x', 'y', 'x,y', 'z', 'x,z']],
    ['bits', types.bits, ['0', '9', '10', '513']],
  ])('sorts %s as the server does', (_, type, sorted) => {
    const compare = compareKeyPart(type)
    expect(sorted.toReversed().sort(compare)).toEqual(sorted)
    for (const text of sorted) expect(compare(text, text)).toBe(0)
  })

  const whole = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n })
  it('puts whole numbers in the order of their values', () => {
    const compare = compareKeyPart(types.bigint)
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        expect(Math.sign(compare(String(a), String(b)))).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })
  it('puts doubles in the order of their values', () => {
    const compare = compareKeyPart(types.double)
    const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0)
    fc.assert(
      fc.property(double, double, (a, b) => {
        expect(Math.sign(compare(String(a), String(b)))).toBe(Math.sign(a - b) || (a < b ? -1 : a > b ? 1 : 0))
      }),
    )
  })

  const times = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 838 }), fc.integer({ min: 0, max: 59 })).map(([minus, hours, minutes]) => {
    const text = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}:00`
    return minus && hours + minutes > 0 ? `-${text}` : text
  })
  const samples: [string, ColumnType, fc.Arbitrary<string>][] = [
    ['whole numbers', types.bigint, whole.map(String)],
    ['times', types.time, times],
    ['sets', types.tags, fc.subarray(['x', 'y', 'z']).map((labels) => labels.join(','))],
    ['texts', types.varchar, fc.string()],
  ]
  it.each(samples)('is a total order on %s', (_, type, text) => {
    const compare = compareKeyPart(type)
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0)
        expect(compare(a, b) === 0).toBe(a === b)
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })
})
