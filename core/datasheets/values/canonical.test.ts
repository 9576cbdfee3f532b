import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ColumnType } from '#core/datasheets/table.ts'
import { floatText } from './floats.ts'
import { columnCanon, selectExpression } from './from-database.ts'
import type { Read } from './read.ts'
import { columnOf, numberCell, readAs, textCell, types } from './testing/columns.ts'
import { canonicalValues, decimalText, double, text, units } from './testing/values.ts'
import { withTokens } from './tokens.ts'

const mapping = { nullToken: '\\N', emptyToken: '(empty)' }
const valueIn = (read: Read): Read => (typeof read === 'object' && read !== null && 'value' in read ? read.value : read)

describe.each(canonicalValues)('%s', (_, type, values) => {
  it('reads the text of a canonical value as that value', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(valueIn(readAs(type, textCell(withTokens(value, mapping)), { nullable: true }, mapping))).toBe(value)
      }),
    )
  })
  it('is canonical once and for all', () => {
    const canon = columnCanon(columnOf(type))
    fc.assert(
      fc.property(values, (value) => {
        expect(canon(value)).toBe(value)
      }),
    )
  })
  it('makes of anything a problem, or a value that reads as itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), values, fc.double().map(String), text), fc.boolean(), (raw, asNumber) => {
        const value = valueIn(readAs(type, asNumber ? numberCell(raw) : textCell(raw), { nullable: true }, mapping))
        if (typeof value !== 'string') return
        expect(valueIn(readAs(type, textCell(withTokens(value, mapping)), { nullable: true }, mapping))).toBe(value)
      }),
      { examples: [['\r', true]] },
    )
  })
})

describe('a number cell', () => {
  it('written with the 17 digits of its double is what was typed', () => {
    fc.assert(
      fc.property(units(5), (value) => {
        const typed = decimalText(value, 2)
        expect(readAs(types.price, numberCell(Number(typed).toPrecision(17)))).toBe(typed)
      }),
    )
  })
  it('holds every double', () => {
    fc.assert(
      fc.property(double, (value) => {
        expect(readAs(types.double, numberCell(String(value)))).toBe(floatText(value, true))
      }),
    )
    fc.assert(
      fc.property(double, (value) => {
        expect(readAs(types.double, numberCell(value.toExponential(16)))).toBe(floatText(value, true))
      }),
    )
  })
})

describe('rows of the database', () => {
  it.each<[string, ColumnType, string | number | Uint8Array | null, string | null]>([
    ['NULL', types.int, null, null],
    ['a number of the driver', types.int, 42, '42'],
    ['a decimal with zeros in front', types.price, '000.50', '0.50'],
    ['a decimal', types.price, '-1.50', '-1.50'],
    ['a decimal without places', { ...types.price, scale: 0 }, '00042', '42'],
    ['CRLF', types.text, 'a\r\nb\rc', 'a\nb\nc'],
    ['bytes', types.binary, Uint8Array.of(0xca, 0xfe, 0, 1), 'CAFE0001'],
    ['hexadecimal digits', types.binary, 'cafe0001', 'CAFE0001'],
    ['a FLOAT as DOUBLE', types.float, Math.fround(0.1), '0.1'],
    ['a DOUBLE', types.double, 0.1 + 0.2, '0.30000000000000004'],
    ['minus nought', types.double, -0, '0'],
    ['the year 0', types.year, 0, '0000'],
    ['JSON', types.json, '{"b": 1.0, "a": "x"}', '{"a":"x","b":1}'],
    ['JSON with a key twice, as it is', types.json, '{"a": 1, "a": 2}', '{"a": 1, "a": 2}'],
  ])('%s', (_, type, raw, expected) => {
    expect(columnCanon(columnOf(type))(raw)).toBe(expected)
  })
  it.each<[string, ColumnType, string]>([
    ['INT', types.int, '`c`'],
    ['BIT', types.bits, 'CAST(`c` AS UNSIGNED)'],
    ['FLOAT', types.float, 'CAST(`c` AS DOUBLE)'],
    ['DOUBLE', types.double, '`c`'],
    ['SET', types.tags, 'CAST(`c` AS CHAR CHARACTER SET utf8mb4)'],
    ['JSON', types.json, 'CAST(`c` AS CHAR CHARACTER SET utf8mb4)'],
    ['BINARY', types.binary, 'HEX(`c`)'],
  ])('of %s are selected as %s', (_, type, expression) => {
    expect(selectExpression(columnOf(type), '`c`')).toBe(expression)
  })
})
