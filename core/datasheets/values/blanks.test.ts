import { describe, expect, it } from 'vitest'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { errorCell, readAs, textCell as t, told, types, uncalculatedCell } from './testing/columns.ts'
import { tokenReader, withTokens } from './tokens.ts'

const nullable = { nullable: true }
const withDefault = (value: string | null): Partial<ColumnDef> => ({ default: { value } })

describe('a blank', () => {
  it.each([
    ['NULL where the column takes it', types.int, nullable, undefined, null],
    ['an error where it does not', types.int, {}, undefined, '!blank_not_allowed'],
    ['an error in a text column, too', types.varchar, {}, undefined, '!blank_not_allowed'],
    ['NULL by the mapping', types.varchar, nullable, { blank: 'null' }, null],
    ['no NULL where the column refuses it', types.varchar, {}, { blank: 'null' }, '!null_not_allowed'],
    ['an empty text by the mapping', types.varchar, nullable, { blank: 'empty' }, ''],
    ['an empty set by the mapping', types.tags, {}, { blank: 'empty' }, ''],
    ['no empty number', types.int, nullable, { blank: 'empty' }, '!blank_not_allowed'],
    ['no empty label', types.grade, {}, { blank: 'empty' }, '!blank_not_allowed'],
    ['an error by the mapping', types.int, nullable, { blank: 'error' }, '!blank_not_allowed'],
    ['the default, canonical', types.price, withDefault('0'), { blank: 'default' }, '0.00'],
    ['the default NULL', types.price, { ...nullable, default: { value: null } }, { blank: 'default' }, null],
    ['the default empty text', types.varchar, withDefault(''), { blank: 'default' }, ''],
    ['no default where there is none', types.price, {}, { blank: 'default' }, '!blank_without_default'],
    ['the server’s word', types.datetime, { default: { expression: 'current_timestamp()' } }, { blank: 'default' }, '!default'],
    ['the server’s next number', types.bigint, { autoIncrement: true }, undefined, '!default'],
    ['a number that has to be given, by the mapping', types.bigint, { autoIncrement: true }, { blank: 'error' }, '!blank_not_allowed'],
  ] as const)('is %s', (_, type, rest, mapping, expected) => {
    for (const cell of [undefined, t('')]) expect(told(readAs(type, cell, rest, mapping))).toBe(expected)
  })

  it('is spaces alone in a column of numbers or dates, and a text in one of texts', () => {
    for (const type of [types.int, types.price, types.date, types.json, types.binary]) expect(told(readAs(type, t(' \t\u00a0'), nullable))).toBeNull()
    expect(told(readAs(types.varchar, t(' '), nullable))).toBe('  !text_outer_space')
  })

  it('is no error cell and no formula without a result', () => {
    expect(readAs(types.int, errorCell('#N/A'), nullable)).toEqual({ problem: 'cell_error', params: { error: '#N/A' } })
    expect(told(readAs(types.varchar, errorCell('#REF!'), nullable))).toBe('!cell_error')
    expect(told(readAs(types.int, uncalculatedCell, nullable))).toBe('!formula_without_result')
    expect(told(readAs(types.varchar, t('#N/A')))).toBe('#N/A')
  })
})

describe('tokens', () => {
  const mapping = { nullToken: '\\N', emptyToken: '(empty)' }
  it.each([
    ['\\N', null],
    ['(empty)', ''],
    ['\\\\N', '\\N'],
    ['\\\\\\N', '\\\\N'],
    ['\\(empty)', '(empty)'],
    ['x\\N', 'x\\N'],
    ['\\n', '\\n'],
    ['N', 'N'],
  ])('%s is %j', (raw, expected) => {
    expect(told(readAs(types.varchar, t(raw), nullable, mapping))).toBe(expected)
  })
  it('mean nothing without a mapping', () => {
    expect(told(readAs(types.varchar, t('\\N'), nullable))).toBe('\\N')
  })
  it('for NULL are refused where the column is never NULL', () => {
    expect(told(readAs(types.varchar, t('\\N'), {}, mapping))).toBe('!null_not_allowed')
    expect(told(readAs(types.int, t('(empty)'), nullable, mapping))).toBe('!blank_not_allowed')
    expect(told(readAs(types.int, t('\\N'), nullable, mapping))).toBeNull()
  })
  it.each([null, '', 'x', '\\N', '\\\\N', '(empty)', '\\(empty)', '\\', '\\\\', 'a\\N'])('give %j back', (value) => {
    const written = withTokens(value, mapping)
    const read = tokenReader(mapping)?.(written)
    expect(read == null ? written : read.is === 'text' ? read.text : read.is === 'null' ? null : '').toBe(value)
  })
})
