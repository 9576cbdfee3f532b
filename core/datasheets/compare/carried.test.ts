import { describe, expect, it } from 'vitest'
import { carriedText, holdsAll } from '#core/datasheets/compare/carried.ts'
import { integer, text, tiny } from '#core/datasheets/mapping/testing/tables.ts'
import type { ColumnType } from '#core/datasheets/table.ts'

const big = { ...integer, bytes: 8 } as ColumnType
const unsigned = { ...integer, unsigned: true } as ColumnType
const decimal = (precision: number, scale: number, minus = false): ColumnType => ({ kind: 'decimal', precision, scale, unsigned: minus })
const varchar = (maxChars: number, charset = 'utf8mb4'): ColumnType => ({
  kind: 'text',
  maxChars,
  maxBytes: maxChars * 4,
  charset,
  collation: `${charset}_bin`,
})
const longText = (maxBytes: number, charset = 'utf8mb4'): ColumnType => ({ kind: 'text', maxChars: null, maxBytes, charset, collation: `${charset}_bin` })
const binary = (maxBytes: number, fixed: boolean): ColumnType => ({ kind: 'binary', maxBytes, fixed })
const float = (double: boolean): ColumnType => ({ kind: 'float', double, unsigned: false })
const moment = (fsp: number): ColumnType => ({ kind: 'datetime', fsp })
const labels = (kind: 'enum' | 'set', ...each: string[]): ColumnType => ({ kind, labels: each, collation: 'utf8mb4_bin' })

describe('a column that holds all values of another', () => {
  it.each<[what: string, from: ColumnType, to: ColumnType]>([
    ['more bytes', integer, big],
    ['no sign into a larger one with a sign', unsigned, big],
    ['the same', text, text],
    ['longer text', varchar(20), varchar(40)],
    ['text without a limit', varchar(100), longText(65_535)],
    ['another collation', varchar(20), { ...varchar(20), collation: 'utf8mb4_general_ci' } as ColumnType],
    ['a charset that has all letters', varchar(20, 'latin1'), varchar(20)],
    ['more digits on both sides', decimal(10, 2), decimal(12, 4)],
    ['a double', float(false), float(true)],
    ['more parts of a second', moment(0), moment(6)],
    ['more labels', labels('enum', 'a', 'b'), labels('enum', 'b', 'c', 'a')],
    ['more bytes, not filled up', binary(8, true), binary(16, false)],
  ])('%s', (_, from, to) => {
    expect(holdsAll(from, to)).toBe(true)
  })
  it.each<[what: string, from: ColumnType, to: ColumnType]>([
    ['fewer bytes', big, integer],
    ['no sign', integer, unsigned],
    ['as many bytes with a sign', unsigned, integer],
    ['tiny', integer, tiny],
    ['shorter text', varchar(40), varchar(20)],
    ['text without a limit into one with', longText(255), varchar(255)],
    ['fewer bytes for the same characters', varchar(100), longText(255)],
    ['longer text in bytes', longText(65_535, 'latin1'), longText(65_535)],
    ['a charset without emoji', varchar(20), varchar(20, 'utf8mb3')],
    ['fewer whole digits', decimal(10, 2), decimal(10, 4)],
    ['fewer places', decimal(10, 4), decimal(12, 2)],
    ['no minus', decimal(10, 2), decimal(10, 2, true)],
    ['a float', float(true), float(false)],
    ['fewer parts of a second', moment(6), moment(3)],
    ['fewer labels', labels('set', 'a', 'b'), labels('set', 'a')],
    ['another length of bytes', binary(8, true), binary(16, true)],
    ['filled up', binary(16, false), binary(16, true)],
    ['another kind', integer, decimal(20, 0)],
    ['what nobody can read', { kind: 'other', declared: 'point' }, { kind: 'other', declared: 'point' }],
  ])('but not %s', (_, from, to) => {
    expect(holdsAll(from, to)).toBe(false)
  })
})

describe('a value on its way into another type', () => {
  it.each<[from: ColumnType, to: ColumnType, value: string, expected: string]>([
    [decimal(10, 2), decimal(14, 4), '12345.67', '12345.6700'],
    [decimal(10, 0), decimal(14, 2), '-3', '-3.00'],
    [moment(0), moment(3), '2026-11-21 10:00:00', '2026-11-21 10:00:00.000'],
    [moment(3), moment(6), '2026-11-21 10:00:00.120', '2026-11-21 10:00:00.120000'],
    [labels('set', 'a', 'b', 'c'), labels('set', 'c', 'b', 'a'), 'a,c', 'c,a'],
    [labels('set', 'a', 'b'), labels('set', 'b', 'a'), '', ''],
  ])('%j -> %j', (from, to, value, expected) => {
    expect(carriedText(from, to)?.(value)).toBe(expected)
  })
  it('stays as it is where the types write it alike', () => {
    expect(carriedText(integer, big)).toBeNull()
    expect(carriedText(varchar(20), varchar(40))).toBeNull()
    expect(carriedText(labels('enum', 'a', 'b'), labels('enum', 'b', 'a'))).toBeNull()
  })
})
