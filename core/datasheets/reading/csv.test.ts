import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvText } from '#core/datasheets/export/csv-row.ts'
import { readCsv, refusalOf } from '#core/datasheets/reading/testing/read.ts'

const cells = (text: string) => readCsv(text).map((row) => row.cells)

describe('CSV', () => {
  it.each([
    [
      'lines of any system',
      'a,b\r\n1,2\n3,4\r5,6',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    ],
    [
      'quotes, commas and lines inside of quotes',
      'a,b\r\n"1,""2""","x\r\ny"\r\n',
      [
        ['a', 'b'],
        ['1,"2"', 'x\ny'],
      ],
    ],
    [
      'nothing is no cell, quotes are an empty text',
      'a,b,c\n,"",\n',
      [
        ['a', 'b', 'c'],
        [null, ''],
      ],
    ],
    [
      'semicolons',
      'a;b,c;d\n1;2\n',
      [
        ['a', 'b,c', 'd'],
        ['1', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2,3\n',
      [
        ['a', 'b'],
        ['1', '2,3'],
      ],
    ],
    ['a delimiter that is declared', 'sep=|\r\na|b\r\n', [['a', 'b']]],
    [
      'a delimiter in quotes does not count',
      '"a;;;b",c\n1,2\n',
      [
        ['a;;;b', 'c'],
        ['1', '2'],
      ],
    ],
    ['one column', 'name\n가\n', [['name'], ['가']]],
    ['a quote inside of a text', 'a\n5" x\n', [['a'], ['5" x']]],
    ['spaces stay', 'a\n 1 \n', [['a'], [' 1 ']]],
    ['the quote of an export is taken off', "a\n'=1+1\n'-5\n''@x\n'tis\n'\n", [['a'], ['=1+1'], ['-5'], ["'@x"], ["'tis"], ["'"]]],
    ['nothing at all', '', []],
  ])('%s', (_what, text, expected) => {
    expect(cells(text)).toEqual(expected)
    for (const length of [1, 2, 3]) expect(readCsv(text, {}, length).map((row) => row.cells)).toEqual(expected)
  })

  it('rows are counted as records, blank ones too', () => {
    expect(readCsv('a\n\n"x\ny"\n\nz').map((row) => row.number)).toEqual([1, 3, 5])
    expect(readCsv('sep=;\na;b\n').map((row) => row.number)).toEqual([2])
  })

  it.each([
    ['a quote without end', 'a\n"b\n', {}, { code: 'datasheet_broken', part: 'S', at: 6, what: 'a quote without end' }],
    ['text behind a closing quote', 'a\n"b"c\n', {}, { code: 'datasheet_broken', part: 'S', at: 6, what: '"c" behind a closing quote' }],
    ['too many cells', 'a,b\n1,2\n', { cells: 3 }, { code: 'datasheet_too_many_cells', sheet: 'S', cells: 4, most: 3 }],
    ['too many rows', 'a\nb\n', { rows: 1 }, { code: 'datasheet_too_many_rows', sheet: 'S', rows: 2, most: 1 }],
    ['a text that is too long', 'a\n"12345"', { textLength: 4 }, { code: 'datasheet_text_too_long', part: 'S', place: '2', length: 5, most: 4 }],
    ['too many columns', ','.repeat(16_384).concat('x'), {}, { code: 'datasheet_broken', part: 'S', at: 16_386, what: 'column 16385' }],
  ])('%s is refused', (_what, text, caps, refusal) => {
    expect(refusalOf(() => readCsv(text, caps))).toEqual(refusal)
  })

  it.each([1, 2, 100])('names whole characters, and what JSON can keep, in pieces of %i', (length) => {
    const { what } = refusalOf(() => readCsv('a,b\n1,"x"😀\n', {}, length))
    expect(what).toMatch(/^"(😀|\ufffd)" behind/)
    expect(String(what).isWellFormed()).toBe(true)
    if (length === 100) expect(what).toBe('"😀" behind a closing quote')
  })

  it('a row is refused by all of its texts together, the next one begins anew', () => {
    const row = (cells: number) => `${Array(cells).fill('x'.repeat(32_767)).join(',')}\n`
    expect(refusalOf(() => readCsv(`a,b\n${row(129)}`))).toEqual({
      code: 'datasheet_text_too_long',
      part: 'S',
      place: '2',
      length: 129 * 32_767,
      most: 4 * 1024 * 1024,
    })
    expect(readCsv(`a,b\n${row(100)}${row(100)}`)).toHaveLength(3)
  })

  it('gives back what the export wrote', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '가', "'", '=', '-', '@', '+', '\t', ',', '"', '\n', ' '), minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1 }), fc.integer({ min: 1, max: 30 }), (rows, length) => {
        const written = [['head', 'of', 'it', 'x'], ...rows].map((row) => `${row.map(csvText).join(',')}\r\n`).join('')
        expect(
          readCsv(written, {}, length)
            .slice(1)
            .map((row) => row.cells),
        ).toEqual(rows)
      }),
    )
  })
})
