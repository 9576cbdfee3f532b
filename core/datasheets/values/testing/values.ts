import fc from 'fast-check'
import type { ColumnType } from '#core/datasheets/table.ts'
import { parseDecimal, toScale } from '../decimal.ts'
import { floatText } from '../floats.ts'
import { columnCanon } from '../from-database.ts'
import { columnOf, types } from './columns.ts'

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
export const units = (digits: number) => fc.bigInt({ min: -(10n ** BigInt(digits)) + 1n, max: 10n ** BigInt(digits) - 1n })
/** `value` * 10^-`scale` as the server prints it. */
export function decimalText(value: bigint, scale: number): string {
  const number = parseDecimal(`${value}e-${scale}`)
  return (number && toScale(number, scale)) ?? ''
}
const scaled = (digits: number, scale: number) => units(digits).map((value) => decimalText(value, scale))
const hex = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((array) => Buffer.from(array).toString('hex').toUpperCase())
const character = fc.constantFrom('a', 'Z', ' ', '가', '힣', '🗡', '\n', '\t', '"', "'", '\\', 'é', '한', '\u200b', '1', '=', '\\N', '(empty)')
export const text = fc.array(character, { maxLength: 6 }).map((parts) => [...parts.join('')].slice(0, 10).join(''))
const json = fc.jsonValue({ maxDepth: 4 }).map((value) => columnCanon(columnOf(types.json))(JSON.stringify(value)) ?? 'null')
export const double = fc.double({ noNaN: true, noDefaultInfinity: true })

/** Types as they are declared, with values as the database holds them, canonical. */
export const canonicalValues: [declared: string, type: ColumnType, values: fc.Arbitrary<string>][] = [
  ['TINYINT', types.tiny, fc.integer({ min: -128, max: 127 }).map(String)],
  ['BIGINT', types.bigint, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)],
  ['BIGINT UNSIGNED', types.unsignedBigint, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)],
  ['TINYINT(1)', types.flag, fc.constantFrom('0', '1')],
  ['BIT(10)', types.bits, fc.nat(1023).map(String)],
  ['DECIMAL(5,2)', types.price, scaled(5, 2)],
  ['DECIMAL(40,20)', types.wide, scaled(40, 20)],
  ['DOUBLE', types.double, double.map((value) => floatText(value, true))],
  ['FLOAT', types.float, fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => floatText(value, false))],
  ['VARCHAR(10)', types.varchar, text],
  ['BINARY(4)', types.binary, hex(4)],
  ['VARBINARY(4)', types.varbinary, hex(3)],
  ['DATE', types.date, day],
  ['TIME', types.time, span],
  ['DATETIME', types.datetime, fc.tuple(day, clock).map((parts) => parts.join(' '))],
  ['DATETIME(6)', types.datetime6, fc.tuple(day, clock, micros).map(([date, time, fraction]) => `${date} ${time}${fraction}`)],
  ['TIMESTAMP', types.timestamp, timestamp],
  ['YEAR', types.year, fc.oneof(fc.constant('0000'), fc.integer({ min: 1901, max: 2155 }).map(String))],
  ["ENUM('A','b','S급','1')", types.grade, fc.constantFrom(...types.grade.labels)],
  ["SET('x','y','z')", types.tags, fc.subarray([...types.tags.labels]).map((labels) => labels.join(','))],
  ['JSON', types.json, json],
]
