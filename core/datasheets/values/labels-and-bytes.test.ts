import { describe, expect, it } from 'vitest'
import { booleanCell, numberCell as n, readAs, textCell as t, told, types } from './testing/columns.ts'

describe('ENUM', () => {
  it.each([
    [t('A'), 'A'],
    [t('S급'), 'S급'],
    [t('a'), '!enum_unknown'],
    [t(' A'), '!enum_unknown'],
    [t('B'), '!enum_unknown'],
    [t('1'), '1'],
    [t('2'), '!enum_unknown'],
    [n('1'), '1 !number_as_text'],
    [n('2'), '!enum_number'],
    [booleanCell('1'), '!enum_unknown'],
  ])('%j is %s', (cell, expected) => {
    expect(told(readAs(types.grade, cell))).toBe(expected)
  })
  it('names the labels and the nearest', () => {
    expect(readAs(types.grade, t('a'))).toEqual({ problem: 'enum_unknown', params: { labels: 'A, b, S급, 1', hint: 'near', nearest: 'A' } })
    expect(readAs(types.grade, t('nowhere near'))).toMatchObject({ params: { hint: 'none', nearest: '' } })
    expect(readAs(types.grade, n('2'))).toEqual({ problem: 'enum_number', params: { labels: 'A, b, S급, 1' } })
    const many = Array.from({ length: 30 }, (_, place) => `label${place}`)
    expect(readAs({ ...types.grade, labels: many }, n('2'))).toMatchObject({ params: { labels: `${many.slice(0, 20).join(', ')}, …` } })
  })
})

describe('SET', () => {
  it.each([
    [t('z,x'), 'x,z'],
    [t('x, z'), 'x,z'],
    [t('x,x'), 'x'],
    [t('X'), '!set_unknown'],
    [t('x;z'), '!set_unknown'],
    [n('5'), '!enum_number'],
  ])('%j is %s', (cell, expected) => {
    expect(told(readAs(types.tags, cell))).toBe(expected)
  })
})

describe('BINARY', () => {
  it.each([
    [types.binary, t('cafe'), 'CAFE0000'],
    [types.binary, t('0xCAFEBABE'), 'CAFEBABE'],
    [types.varbinary, t("x'00ff'"), '00FF'],
    [types.varbinary, t('0x'), ''],
    [types.varbinary, t('abc'), '!binary_not_hex'],
    [types.varbinary, t('0xZZ'), '!binary_not_hex'],
    [types.varbinary, t('0011223344'), '!binary_too_long'],
    [types.varbinary, n('12'), '!binary_number'],
  ])('%j: %j is %s', (type, cell, expected) => {
    expect(told(readAs(type, cell))).toBe(expected)
  })
})

describe('JSON', () => {
  it.each([
    ['{"b": 1.50, "a": [9007199254740993, null]}', '{"a":[9007199254740993,null],"b":1.5}'],
    ['[1, 1.0, 1e0, 10E-1]', '[1,1,1,1]'],
    ['[-0, 0.0, 1e3, 1.5e-3]', '[0,0,1000,0.0015]'],
    ['[1e300]', '[1e300]'],
    ['[0.1000000000000000055511151231257827]', '[0.1000000000000000055511151231257827]'],
    ['"\\uac00\\n"', '"가\\n"'],
    ['{"__proto__": 1, "constructor": 2}', '{"__proto__":1,"constructor":2}'],
    [' true ', 'true'],
    ['{}', '{}'],
    ['[ ]', '[]'],
    ['{a: 1}', '!json_invalid'],
    ['[1,]', '!json_invalid'],
    ['[01]', '!json_invalid'],
    ["{'a': 1}", '!json_invalid'],
    ['[1] 2', '!json_invalid'],
    ['"\u0001"', '!json_invalid'],
    ['NaN', '!json_invalid'],
    ['[1e999]', '!json_invalid'],
    ['{"a": 1, "a": 2}', '!json_duplicate_key'],
    ['{"a": {"b": 1, "\\u0062": 2}}', '!json_duplicate_key'],
  ])('%s is %s', (raw, expected) => {
    expect(told(readAs(types.json, t(raw)))).toBe(expected)
  })
  it('says where it breaks', () => {
    expect(readAs(types.json, t('{"a": nul}'))).toEqual({ problem: 'json_invalid', params: { position: 7 } })
    expect(readAs(types.json, t('{"a": 1, "a": 2}'))).toEqual({ problem: 'json_duplicate_key', params: { key: 'a' } })
  })
  it('takes numbers and booleans of the sheet', () => {
    expect(told(readAs(types.json, n('5')))).toBe('5')
    expect(told(readAs(types.json, booleanCell('0')))).toBe('false')
    expect(told(readAs(types.json, n('46347', 'date')))).toBe('!number_is_date')
  })
  it.each([
    ['18446744073709551615', '18446744073709551615'],
    ['18446744073709551616', '!json_number_rounded'],
    ['-9223372036854775809', '!json_number_rounded'],
    ['9007199254740993', '9007199254740993'],
    ['0.1', '0.1'],
    ['1e300', '1e300'],
    ['[{"a": 0.1000000000000000055511151231257827}]', '!json_number_rounded'],
  ])('in a type that rounds numbers %s is %s', (raw, expected) => {
    expect(told(readAs(types.json, t(raw), { declared: 'json' }))).toBe(expected)
  })
  it.each([
    ['0.1', '0.1'],
    ['1.1000000000000001', '1.1'],
    ['123456789012345', '123456789012345'],
    ['1234567890123456789', '!number_digits_lost'],
    ['0.12345678901234568', '!number_digits_lost'],
    ['1234567890123450000', '1234567890123450000 !number_digits_doubtful'],
  ])('a number cell keeps 15 digits: %s is %s', (raw, expected) => {
    expect(told(readAs(types.json, n(raw)))).toBe(expected)
  })
  it('goes 100 levels deep', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
    expect(readAs(types.json, t(nested(100)))).toBe(nested(100))
    expect(readAs(types.json, t(nested(101)))).toEqual({ problem: 'json_too_deep', params: { levels: 100 } })
    expect(told(readAs(types.json, t('['.repeat(1_000_000))))).toBe('!json_too_deep')
  })
  it('of great length is read without a stack of its own', () => {
    const long = JSON.stringify('x\\"'.repeat(1_000_000))
    expect(readAs(types.json, t(long))).toBe(long)
  })
})
