import { describe, expect, it } from 'vitest'
import type { SheetCell } from '#core/datasheets/cell.ts'
import type { ColumnType } from '#core/datasheets/table.ts'
import { booleanCell, isoCell, numberCell as n, readAs, textCell as t, told, types } from './testing/columns.ts'

type Case = [cell: SheetCell, expected: string]
const check = (type: ColumnType, cases: Case[]) =>
  it.each(cases.map(([cell, expected]) => ({ kind: cell.kind, style: cell.style, raw: cell.raw, expected, cell })))(
    '$kind $style "$raw" is $expected',
    ({ cell, expected }) => {
      expect(told(readAs(type, cell))).toBe(expected)
    },
  )

describe('INT', () => {
  check(types.int, [
    [t('1'), '1'],
    [t('1.0'), '1'],
    [t(' 1 '), '1'],
    [t('01'), '1'],
    [t('+5'), '5'],
    [t('1\t'), '1'],
    [t('\u00a01\u00a0'), '1'],
    [t('1E3'), '1000'],
    [n('1E+5'), '100000'],
    [n('1.0'), '1'],
    [n('-0'), '0'],
    [t('-0'), '0'],
    [t('-0.0'), '0'],
    [n('2147483647'), '2147483647'],
    [n('2147483648'), '!number_out_of_range'],
    [t('-2147483649'), '!number_out_of_range'],
    [n('1E300'), '!number_out_of_range'],
    [t('1.5'), '!number_not_whole'],
    [n('1E-5'), '!number_not_whole'],
    [n('2.9999999999999996'), '!number_not_whole'],
    [t('12abc'), '!number_unreadable'],
    [t('0x10'), '!number_unreadable'],
    [t('1e999'), '!number_unreadable'],
    [t('--1'), '!number_unreadable'],
    [t('.'), '!number_unreadable'],
    [t('NaN'), '!number_unreadable'],
    [n('NaN'), '!number_unreadable'],
    [t('1,000'), '!number_with_comma'],
    [t('1,00'), '!number_with_comma'],
    [t('１２'), '!number_full_width'],
    [t('1\u200b2'), '!number_invisible'],
    [t('\u200b12'), '!number_invisible'],
    [booleanCell('1'), '!number_is_boolean'],
    [n('46347', 'date'), '!number_is_date'],
    [isoCell('2026-11-21'), '!number_is_date'],
  ])

  it('says what to write instead', () => {
    expect(readAs(types.int, t('1,234,567'))).toEqual({ problem: 'number_with_comma', params: { suggestion: '1234567' } })
    expect(readAs(types.int, t('１２'))).toEqual({ problem: 'number_full_width', params: { suggestion: '12' } })
    expect(readAs(types.int, t('1\u200b2'))).toEqual({ problem: 'number_invisible', params: { character: 'U+200B' } })
    expect(readAs(types.tiny, t('128'))).toEqual({ problem: 'number_out_of_range', params: { min: '-128', max: '127' } })
  })
})

describe('a key', () => {
  it.each([t('1'), t('01'), t('1.0'), t(' 1'), t('1\t'), t('1\u00a0'), n('1'), n('1.0'), n('1E+0')])('%j is the same key 1', (cell) => {
    expect(readAs(types.int, cell)).toBe('1')
  })
})

describe('BIGINT', () => {
  check(types.bigint, [
    [t('9007199254740993'), '9007199254740993'],
    [t('9223372036854775807'), '9223372036854775807'],
    [t('-9223372036854775808'), '-9223372036854775808'],
    [t('9223372036854775808'), '!number_out_of_range'],
    [n('999999999999999'), '999999999999999'],
    [n('9007199254740993'), '!number_digits_lost'],
    [n('9007199254740992'), '!number_digits_lost'],
    [n('1234567890123456789'), '!number_digits_lost'],
    [n('1000000000000000'), '1000000000000000 !number_digits_doubtful'],
    [n('1.23456789012345E+18'), '1234567890123450000 !number_digits_doubtful'],
  ])
  it('unsigned reaches 2^64 - 1', () => {
    expect(told(readAs(types.unsignedBigint, t('18446744073709551615')))).toBe('18446744073709551615')
    expect(told(readAs(types.unsignedBigint, t('-1')))).toBe('!number_out_of_range')
  })
})

describe('DECIMAL(5,2)', () => {
  check(types.price, [
    [t('1'), '1.00'],
    [t('1.5'), '1.50'],
    [t('1.500'), '1.50'],
    [t('.5'), '0.50'],
    [t('5.'), '5.00'],
    [t('-0.00'), '0.00'],
    [t('-0.05'), '-0.05'],
    [n('1E-2'), '0.01'],
    [n('1E+2'), '100.00'],
    [t('999.99'), '999.99'],
    [t('1000'), '!number_out_of_range'],
    [t('1.005'), '!number_too_many_places'],
    [n('1.005'), '!number_too_many_places'],
    [n('0.30000000000000004'), '!number_too_many_places'],
    // What Excel writes for a typed 1.1 and 19.99: the 17 digits of the double.
    [n('1.1000000000000001'), '1.10'],
    [n('19.989999999999998'), '19.99'],
    [t('1.1000000000000001'), '!number_too_many_places'],
    // Eighteen digits are no spelling of a double: somebody meant them.
    [n('1.00000000000000001'), '!number_too_many_places'],
    [t('1,5'), '!number_with_comma'],
  ])
})

describe('DECIMAL(40,20)', () => {
  check(types.wide, [
    [t('12345678901234.5678'), '12345678901234.56780000000000000000'],
    [n('12345678901234.5678'), '!number_digits_lost'],
    [n('0.30000000000000004'), '!number_digits_lost'],
    [t('0.30000000000000004'), '0.30000000000000004000'],
    [t('-0.00000000000000000001'), '-0.00000000000000000001'],
  ])
})

describe('DOUBLE', () => {
  check(types.double, [
    [n('0.30000000000000004'), '0.30000000000000004'],
    [n('0.1'), '0.1'],
    [n('1.1000000000000001'), '1.1'],
    [t('1E+5'), '100000'],
    [t('-0'), '0'],
    [t('1e-7'), '1e-7'],
    [t('1e309'), '!number_out_of_range'],
    [t('0.1000000000000000055511151231257827'), '0.1 !float_rounded'],
  ])
})

describe('FLOAT', () => {
  check(types.float, [
    [n('0.1'), '0.1'],
    [t('3.4028234663852886e38'), '3.4028234663852886e+38'],
    // The server refuses this short spelling of the largest FLOAT.
    [t('3.4028235e38'), '3.4028234663852886e+38 !float_rounded'],
    [t('3.5e38'), '!number_out_of_range'],
    [t('16777216'), '16777216'],
    [t('16777217'), '16777216 !float_rounded'],
    [t('0.123456789'), '0.12345679 !float_rounded'],
  ])
  it('with declared places refuses more of them', () => {
    expect(told(readAs(types.float, t('1.25'), { declared: 'float(7,2)' }))).toBe('1.25')
    expect(told(readAs(types.float, t('1.255'), { declared: 'float(7,2)' }))).toBe('!number_too_many_places')
  })
  it('unsigned refuses what is negative', () => {
    expect(told(readAs({ ...types.double, unsigned: true }, t('-0.5')))).toBe('!number_out_of_range')
  })
})

describe.each([
  ['TINYINT(1)', types.flag],
  ['BIT(1)', types.bit],
])('%s', (_, type) => {
  check(type, [
    [booleanCell('1'), '1'],
    [booleanCell('0'), '0'],
    [n('1'), '1'],
    [n('1.0'), '1'],
    [t('0'), '0'],
    [t('true'), '1'],
    [t('FALSE'), '0'],
    [t(' Y '), '1'],
    [t('n'), '0'],
    [t('예'), '1'],
    [n('2'), '!boolean_unknown'],
    [n('0.5'), '!boolean_unknown'],
    [t('maybe'), '!boolean_unknown'],
    [t('O'), '!boolean_unknown'],
    [n('1', 'date'), '!number_is_date'],
  ])
})

describe('BIT(10)', () => {
  check(types.bits, [
    [t('1023'), '1023'],
    [t('1024'), '!number_out_of_range'],
    [t('-1'), '!number_out_of_range'],
  ])
})

describe('YEAR', () => {
  check(types.year, [
    [n('2026'), '2026'],
    [t('1901'), '1901'],
    [t('0'), '0000'],
    [t('0000'), '0000'],
    [t('26'), '!year_out_of_range'],
    [t('2156'), '!year_out_of_range'],
    [t('2026.5'), '!number_not_whole'],
  ])
})
