import { describe, expect, it } from 'vitest'
import { booleanCell, numberCell as n, readAs, textCell as t, told, types } from './testing/columns.ts'

const nfd = '가'.normalize('NFD')
const inCharset = (charset: string) => ({ ...types.text, charset })

describe('VARCHAR(10)', () => {
  it.each([
    ['강철 검 🗡', '강철 검 🗡'],
    ['가나다라마바사아자차', '가나다라마바사아자차'],
    ['가나다라마바사아자차카', '!text_too_long'],
    ['🗡🗡🗡🗡🗡🗡🗡🗡🗡🗡', '🗡🗡🗡🗡🗡🗡🗡🗡🗡🗡'],
    ['🗡🗡🗡🗡🗡🗡🗡🗡🗡🗡🗡', '!text_too_long'],
    ['a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['a\tb', 'a\tb'],
    ['_x000D_', '_x000D_'],
    ['=1+1', '=1+1'],
    ['001', '001'],
    ['1,000', '1,000'],
    ['１２', '１２'],
    ['a\u0001b', '!text_control_character'],
    ['a\u0000', '!text_control_character'],
    ['a\u007f', '!text_control_character'],
    ['a\ud83d', '!text_broken'],
    [' a', ' a !text_outer_space'],
    ['a\t', 'a\t !text_outer_space'],
    ['a\u00a0', 'a\u00a0 !text_outer_space'],
    ['   ', '    !text_outer_space'],
    ['a\u200bb', 'a\u200bb !text_invisible'],
    ['\ufeffa', '\ufeffa !text_invisible'],
    [nfd, `${nfd} !text_not_nfc`],
  ])('%j is %j', (raw, expected) => {
    expect(told(readAs(types.varchar, t(raw)))).toBe(expected)
  })

  it('names the character and its place', () => {
    expect(readAs(types.varchar, t('🗡a\u0001'))).toEqual({ problem: 'text_control_character', params: { character: 'U+0001', position: 3 } })
    expect(readAs(types.varchar, t('a\u200b'))).toMatchObject({ warning: 'text_invisible', params: { character: 'U+200B', position: 2 } })
    expect(readAs(types.varchar, t('x'.repeat(12)))).toEqual({ problem: 'text_too_long', params: { length: 12, max: 10 } })
  })

  it('takes number, date and boolean cells as they are shown, and says so', () => {
    expect(told(readAs(types.varchar, n('42')))).toBe('42 !number_as_text')
    expect(told(readAs(types.varchar, n('1.1000000000000001')))).toBe('1.1 !number_as_text')
    expect(told(readAs(types.varchar, n('1E+5')))).toBe('100000 !number_as_text')
    expect(told(readAs(types.text, n('9007199254740993')))).toBe('9007199254740993 !number_as_text')
    expect(told(readAs(types.text, n('1E+40')))).toBe('1E+40 !number_as_text')
    expect(told(readAs(types.varchar, n('46347', 'date')))).toBe('2026-11-21 !date_as_text')
    expect(told(readAs(types.text, n('46347.5', 'datetime')))).toBe('2026-11-21 12:00:00 !date_as_text')
    expect(told(readAs(types.text, n('1.5', 'duration')))).toBe('36:00:00 !date_as_text')
    expect(told(readAs(types.varchar, booleanCell('1')))).toBe('TRUE !boolean_as_text')
    expect(told(readAs(types.varchar, n('12345678901')))).toBe('!text_too_long')
  })
})

describe('CHAR', () => {
  it('drops spaces at the end, as its server does', () => {
    expect(told(readAs(types.varchar, t('ab  '), { declared: 'char(10)' }))).toBe('ab !text_outer_space')
    expect(told(readAs(types.varchar, t('ab        '), { declared: 'char(4)' }))).toBe('ab !text_outer_space')
  })
})

describe('TEXT', () => {
  it('of 65,536 characters is kept to the last', () => {
    const long = '가🗡\n'.repeat(16_384)
    expect(long).toHaveLength(65_536)
    expect(readAs({ ...types.text, maxBytes: 16_777_215 }, t(long))).toEqual({ value: long, warning: 'text_outer_space', params: {} })
  })
  it('counts bytes', () => {
    expect(readAs(types.text, t('x'.repeat(65_535)))).toBe('x'.repeat(65_535))
    expect(readAs(types.text, t('x'.repeat(65_536)))).toEqual({ problem: 'text_too_many_bytes', params: { bytes: 65_536, max: 65_535 } })
    expect(readAs(types.text, t('가'.repeat(21_845)))).toBe('가'.repeat(21_845))
    expect(told(readAs(types.text, t(`${'가'.repeat(21_845)}x`)))).toBe('!text_too_many_bytes')
    expect(told(readAs(types.text, t('🗡'.repeat(16_384))))).toBe('!text_too_many_bytes')
    expect(told(readAs({ ...types.text, charset: 'euckr', maxBytes: 4 }, t('가나')))).toBe('가나')
    expect(told(readAs({ ...types.text, charset: 'latin1', maxBytes: 4 }, t('éééé')))).toBe('éééé')
    expect(told(readAs({ ...types.text, charset: 'utf16', maxBytes: 5 }, t('abc')))).toBe('!text_too_many_bytes')
    expect(told(readAs({ ...types.text, charset: 'utf32', maxBytes: 8 }, t('🗡a')))).toBe('🗡a')
  })
})

describe('charset', () => {
  it.each([
    ['utf8mb3', '가', true],
    ['utf8mb3', '🗡', false],
    ['ucs2', '🗡', false],
    ['utf16', '🗡', true],
    ['ascii', 'abc', true],
    ['ascii', 'é', false],
    ['latin1', 'é€', true],
    ['latin1', 'ő', false],
    ['latin1', '가', false],
    ['latin2', 'ő', true],
    ['euckr', '가힣똠', true],
    ['euckr', 'é', false],
    ['koi8r', 'Ж', true],
    // The server's to judge.
    ['gb18030', '가', true],
  ])('%s takes %s: %s', (charset, text, taken) => {
    expect(told(readAs(inCharset(charset), t(text)))).toBe(taken ? text : '!text_not_in_charset')
  })
  it('names the character', () => {
    expect(readAs(inCharset('utf8mb3'), t('a🗡'))).toEqual({ problem: 'text_not_in_charset', params: { character: '🗡', charset: 'utf8mb3' } })
  })
})
