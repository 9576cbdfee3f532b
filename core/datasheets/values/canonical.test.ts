import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ColumnType } from '#core/datasheets/table.ts'
import { parseDecimal, toScale } from './decimal.ts'
import { floatText } from './floats.ts'
import { columnCanon, selectExpression } from './from-database.ts'
import type { Read } from './read.ts'
import { columnOf, numberCell, readAs, textCell, types } from './testing/columns.ts'
import { withTokens } from './tokens.ts'

const mapping = { nullToken: '\\N', emptyToken: '(empty)' }
const valueIn = (read: Read): Read => (typeof read === 'object' && read !== null && 'value' in read ? read.value : read)

const two = (number: number): string => String(number).padStart(2, '0')
const day = fc
  .date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const clock = fc.tuple(fc.nat(23), fc.nat(59), fc.nat(59)).map((parts) => parts.map(two).join(':'))
const micros = fc.nat(999_999).map((number) => `.${String(number).padStart(6, '0')}`)
const timestamp = fc.integer({ min: 1, max: 2 ** 31 - 1 }).map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' '))
const span = fc
  .tuple(fc.boolean(), fc.nat(838), fc.nat(59), fc.nat(59))
  .map(([minus, h, m, s]) => `${minus && h + m + s > 0 ? '-' : ''}${two(h)}:${two(m)}:${two(s)}`)
const units = (digits: number) => fc.bigInt({ min: -(10n ** BigInt(digits)) + 1n, max: 10n ** BigInt(digits) - 1n })
const scaled = (digits: number, scale: number) => units(digits).map((value) => toScale(parseDecimal(`${value}e-${scale}`) ?? never(), scale) ?? never())
const never = (): never => {
  throw new Error('not a decimal')
}
const hex = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((array) => Buffer.from(array).toString('hex').toUpperCase())
const character = fc.constantFrom('a', 'Z', ' ', '가', '힣', '🗡', '\n', '\t', '"', "'", '\\', 'é', '한', '\u200b', '1', '=', '\\N', '(empty)')
const text = fc.array(character, { maxLength: 6 }).map((parts) => [...parts.join('')].slice(0, 10).join(''))
const json = fc.jsonValue({ maxDepth: 4 }).map((value) => columnCanon(columnOf(types.json))(JSON.stringify(value)) ?? 'null')
const double = fc.double({ noNaN: true, noDefaultInfinity: true })

/** Values of each type as the database holds them, canonical. */
const canonical: [name: string, type: ColumnType, values: fc.Arbitrary<string>][] = [
  ['TINYINT', types.tiny, fc.integer({ min: -128, max: 127 }).map(String)],
  ['BIGINT', types.bigint, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)],
  ['BIGINT UNSIGNED', types.unsignedBigint, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)],
  ['TINYINT(1)', types.flag, fc.constantFrom('0', '1')],
  ['BIT(10)', types.bits, fc.nat(1023).map(String)],
  ['DECIMAL(5,2)', types.price, scaled(5, 2)],
  ['DECIMAL(40,20)', types.wide, scaled(40, 20)],
  ['DOUBLE', types.double, double.map((value) => floatText(value, true))],
  ['FLOAT', types.float, fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => floatText(value, false))],
  ['VARCHAR', types.varchar, text],
  ['BINARY', types.binary, hex(4)],
  ['VARBINARY', types.varbinary, hex(3)],
  ['DATE', types.date, day],
  ['TIME', types.time, span],
  ['DATETIME', types.datetime, fc.tuple(day, clock).map((parts) => parts.join(' '))],
  ['DATETIME(6)', types.datetime6, fc.tuple(day, clock, micros).map(([date, time, fraction]) => `${date} ${time}${fraction}`)],
  ['TIMESTAMP', types.timestamp, timestamp],
  ['YEAR', types.year, fc.oneof(fc.constant('0000'), fc.integer({ min: 1901, max: 2155 }).map(String))],
  ['ENUM', types.grade, fc.constantFrom(...types.grade.labels)],
  ['SET', types.tags, fc.subarray([...types.tags.labels]).map((labels) => labels.join(','))],
  ['JSON', types.json, json],
]

describe.each(canonical)('%s', (_, type, values) => {
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
    )
  })
})

describe('a number cell', () => {
  it('written with the 17 digits of its double is what was typed', () => {
    fc.assert(
      fc.property(units(5), (value) => {
        const typed = toScale(parseDecimal(`${value}e-2`) ?? never(), 2) ?? never()
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
