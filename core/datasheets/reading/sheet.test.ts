import { describe, expect, it } from 'vitest'
import { cellsOf, MAIN, readSheet, refusalOf, sheetXml } from '#core/datasheets/reading/testing/read.ts'

const row = (cells: string) => `<row r="1">${cells}</row>`
const one = (cell: string, shared?: Parameters<typeof cellsOf>[1]) => cellsOf(row(cell), shared)

describe('a cell', () => {
  it.each([
    ['a number as it is written', '<c r="A1"><v>9007199254740993</v></c>', ['number 9007199254740993']],
    ['more digits than a double has', '<c r="A1"><v>12345678901234.5678</v></c>', ['number 12345678901234.5678']],
    [
      'no shortening',
      '<c r="A1"><v>0.10000000000000001</v></c><c r="B1"><v>1.0</v></c><c r="C1"><v>1E3</v></c>',
      ['number 0.10000000000000001', 'number 1.0', 'number 1E3'],
    ],
    ['minus zero and exponents', '<c r="A1"><v>-0</v></c><c r="B1"><v>5.0E-324</v></c>', ['number -0', 'number 5.0E-324']],
    ['white space around a number', '<c r="A1" t="n"><v> 12\n</v></c>', ['number 12']],
    ['what is no number', '<c r="A1"><v>NaN</v></c><c r="B1"><v>1,000</v></c><c r="C1"><v>1e400x</v></c>', ['error NaN', 'error 1,000', 'error 1e400x']],
    ['booleans', '<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>false</v></c>', ['boolean 1', 'boolean 0']],
    ['errors', '<c r="A1" t="e"><v>#N/A</v></c>', ['error #N/A']],
    ['ISO dates', '<c r="A1" t="d"><v>2026-11-21T10:00:00</v></c>', ['date 2026-11-21T10:00:00']],
    ['inline text', '<c r="A1" t="inlineStr"><is><t> 가 &amp; 나 </t></is></c>', ['text  가 & 나 ']],
    [
      'inline rich text without its ruby',
      '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>漢</t></r><r><t>字</t></r><rPh sb="0" eb="2"><t>カンジ</t></rPh></is></c>',
      ['text 漢字'],
    ],
    ['an empty inline text', '<c r="A1" t="inlineStr"><is><t/></is></c>', ['text ']],
    ['CDATA', '<c r="A1" t="str"><v><![CDATA[<b>&]]></v></c>', ['text <b>&']],
    ['escapes', '<c r="A1" t="inlineStr"><is><t>a_x000D__x000A_b_x005F_x000D_</t></is></c>', ['text a\nb_x000D_']],
    ['single quotes', "<c r='A1' t='str'><v>x</v></c>", ['text x']],
    ['another order of attributes', '<c t="b" s="0" r="A1"><v>1</v></c>', ['boolean 1']],
    ['elements of other formats', '<c r="A1"><y:v xmlns:y="urn:y">9</y:v><v>1</v><extLst><ext><v>7</v></ext></extLst></c>', ['number 1']],
  ])('%s', (_what, cells, expected) => {
    expect(one(cells)).toEqual(expected)
  })

  it.each([
    ['a result', '<c r="A1"><f>1+1</f><v>2</v></c>', ['number= 2']],
    [
      'a result of 0, empty text and false',
      '<c r="A1"><f>0</f><v>0</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1" t="b"><f>1=2</f><v>0</v></c>',
      ['number= 0', 'text= ', 'boolean= 0'],
    ],
    [
      'no result',
      '<c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1" t="str"><f>1+1</f></c><c r="D1"><f>1+1</f><v/></c>',
      ['empty= ', 'empty= ', 'empty= ', 'empty= '],
    ],
    ['an error', '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ['error= #DIV/0!']],
    [
      'a shared formula and who shares it',
      '<c r="A1"><f t="shared" ref="A1:B1" si="0">1</f><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>2</v></c>',
      ['number= 1', 'number= 2'],
    ],
    ['text that looks like one', '<c r="A1" t="str"><v>=1+1</v></c>', ['text =1+1']],
  ])('a formula with %s', (_what, cells, expected) => {
    expect(one(cells)).toEqual(expected)
  })

  it('all cells that an array formula fills are formulas', () => {
    const { rows, facts } = readSheet(
      sheetXml(
        '<row r="1"><c r="B1"><f t="array" ref="B1:C2">X</f><v>1</v></c><c r="C1"><v>2</v></c><c r="D1"><v>3</v></c></row><row r="2"><c r="B2"><v>4</v></c></row><row r="3"><c r="B3"><v>5</v></c></row>',
      ),
    )
    expect(rows.map(({ cells }) => cells.map(({ formula }) => formula))).toEqual([[true, true, false], [true], [false]])
    expect(facts.formulas).toBe(3)
  })

  it('shared texts, repeated and empty ones', () => {
    const cells = '<c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c>'
    expect(one(cells, { texts: ['', '#N/A'] })).toEqual(['text #N/A', 'text ', 'text #N/A'])
  })

  it('what a number shows by its format', () => {
    const cells = '<c r="A1" s="1"><v>46347</v></c><c r="B1" s="2"><f>NOW()</f><v>46347.5</v></c><c r="C1"><v>1</v></c>'
    expect(one(cells, { styles: ['plain', 'date', 'datetime'] })).toEqual(['number/date 46347', 'number=/datetime 46347.5', 'number 1'])
  })

  it('cells and rows without address follow each other', () => {
    const { rows } = readSheet(sheetXml('<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>'))
    expect(rows.map(({ number, cells }) => [number, cells.map(({ column }) => column)])).toEqual([
      [1, [0, 3, 4]],
      [3, [0]],
    ])
  })

  it('cells and rows without a value are left out', () => {
    const { rows, facts } = readSheet(
      sheetXml('<row r="1"><c r="A1" s="0"/><c r="B1" t="s"/></row><row r="5"><c r="B5"><v>1</v></c><c r="C5"><v></v></c></row><row r="1048576"/>'),
    )
    expect(rows.map(({ number, cells }) => [number, cells.length])).toEqual([[5, 1]])
    expect(facts).toMatchObject({ rows: 1, cells: 1 })
  })

  it.each([
    ['a shared text that is not there', '<c r="A1" t="s"><v>0</v></c>', 'datasheet_broken'],
    ['a shared text by no number', '<c r="A1" t="s"><v>x</v></c>', 'datasheet_broken'],
    ['an unknown type', '<c r="A1" t="q"><v>0</v></c>', 'datasheet_broken'],
    ['an unknown format', '<c r="A1" s="3"><v>0</v></c>', 'datasheet_broken'],
    ['an unknown boolean', '<c r="A1" t="b"><v>2</v></c>', 'datasheet_broken'],
    ['a value twice', '<c r="A1"><v>1</v><v>2</v></c>', 'datasheet_broken'],
    ['the address of another row', '<c r="A2"><v>1</v></c>', 'datasheet_broken'],
    ['a column that no sheet has', '<c r="XFE1"><v>1</v></c>', 'datasheet_broken'],
    ['a cell twice', '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>', 'datasheet_cell_order'],
    ['a cell out of order', '<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c>', 'datasheet_cell_order'],
    ['overlapping array formulas', '<c r="A1"><f t="array" ref="A1:B1"/><v>1</v></c><c r="B1"><f t="array" ref="B1:C1"/><v>1</v></c>', 'datasheet_broken'],
    ['a number without end', `<c r="A1"><v>${'1'.repeat(300)}</v></c>`, 'datasheet_broken'],
  ])('%s is refused', (_what, cells, code) => {
    expect(refusalOf(() => one(cells)).code).toBe(code)
  })
})

describe('a sheet', () => {
  const mixed = `<?xml version="1.0"?><x:worksheet xmlns:x='${MAIN}'><x:cols><x:col min="2" max="4" hidden="1"/></x:cols><x:sheetData><x:row r="2" hidden='1'><x:c r="A2" t="inlineStr"><x:is><x:t>가&#44032;</x:t></x:is></x:c><x:c r="AB2"><x:v>-1.5</x:v></x:c></x:row></x:sheetData><x:mergeCells count="1"><x:mergeCell ref="A2:B3"/></x:mergeCells></x:worksheet>`

  it('with prefixes, single quotes, hidden rows and merged cells, in pieces of any size', () => {
    for (const pieceBytes of [1, 2, 3, 17, 100, 10_000]) {
      expect(readSheet(mixed, { pieceBytes })).toEqual({
        rows: [
          {
            number: 2,
            hidden: true,
            cells: [
              { column: 0, kind: 'text', raw: '가가', formula: false, style: 'plain' },
              { column: 27, kind: 'number', raw: '-1.5', formula: false, style: 'plain' },
            ],
          },
        ],
        facts: { rows: 1, hiddenRows: 1, cells: 2, formulas: 0, hiddenColumns: 3, merged: [{ firstColumn: 0, lastColumn: 1, firstRow: 2, lastRow: 3 }] },
      })
    }
  })

  it('names of other formats around the rows mean nothing', () => {
    const xml = `<worksheet xmlns="${MAIN}" xmlns:y="urn:y"><y:sheetData><row r="1"><c r="A1"><v>1</v></c></row></y:sheetData><extLst><sheetData><row r="1"><c r="A1"><v>2</v></c></row></sheetData></extLst><sheetData/></worksheet>`
    expect(readSheet(xml).rows).toEqual([])
  })

  it.each([
    [
      'a row twice',
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
      { code: 'datasheet_row_order', sheet: 'S', row: 1, before: 1 },
    ],
    ['rows out of order', '<row r="3"/><row r="2"/>', { code: 'datasheet_row_order', sheet: 'S', row: 2, before: 3 }],
  ])('%s is refused', (_what, rows, refusal) => {
    expect(refusalOf(() => readSheet(sheetXml(rows)))).toEqual(refusal)
  })

  it.each([
    ['row 0', sheetXml('<row r="0"/>')],
    ['a row behind the last', sheetXml('<row r="1048577"/>')],
    ['two tables of rows', `<worksheet xmlns="${MAIN}"><sheetData/><sheetData/></worksheet>`],
    ['another root', '<chartsheet/>'],
    ['an element in a value', sheetXml('<row r="1"><c r="A1"><v>1<b/></v></c></row>')],
  ])('%s is refused', (_what, xml) => {
    expect(refusalOf(() => readSheet(xml)).code).toBe('datasheet_broken')
  })

  it('caps are said with what was seen', () => {
    const rows = '<row><c><v>1</v></c><c><v>2</v></c></row>'.repeat(3)
    expect(refusalOf(() => readSheet(sheetXml(rows), { caps: { cells: 5 } }))).toEqual({ code: 'datasheet_too_many_cells', sheet: 'S', cells: 6, most: 5 })
    expect(refusalOf(() => readSheet(sheetXml(rows), { caps: { rows: 2 } }))).toEqual({ code: 'datasheet_too_many_rows', sheet: 'S', rows: 3, most: 2 })
    expect(readSheet(sheetXml(rows), { caps: { cells: 6, rows: 3 } }).facts.cells).toBe(6)
  })

  it('a merged range over the whole sheet is refused by its area', () => {
    const all = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    expect(refusalOf(() => readSheet(sheetXml('', all)))).toEqual({ code: 'datasheet_merged_area', sheet: 'S', cells: 17_179_869_184, most: 100_000 })
  })

  it('a row is refused by all of its texts together, the next one begins anew', () => {
    const texts = ['가'.repeat(32_767)]
    const rowOf = (number: number, cells: number) => `<row r="${number}">${'<c t="s"><v>0</v></c>'.repeat(cells)}</row>`
    const found = refusalOf(() => readSheet(sheetXml(rowOf(7, 129)), { texts }))
    expect(found).toEqual({ code: 'datasheet_text_too_long', part: 'S', place: '7', length: 129 * 32_767, most: 4 * 1024 * 1024 })
    expect(readSheet(sheetXml(rowOf(1, 100) + rowOf(2, 100)), { texts }).rows).toHaveLength(2)
  })

  it('a text of 65,536 characters is refused with its length, and kept whole where the cap allows it', () => {
    const long = '가'.repeat(65_536)
    const cell = `<c r="A1" t="inlineStr"><is><t>${long}</t></is></c>`
    expect(refusalOf(() => one(cell))).toEqual({ code: 'datasheet_text_too_long', part: 'part.xml', place: 'A1', length: 65_536, most: 32_767 })
    expect(one(cell, { caps: { textLength: 100_000 }, pieceBytes: 1000 })).toEqual([`text ${long}`])
  })
})
