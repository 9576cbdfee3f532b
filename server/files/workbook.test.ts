import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { defaultCaps } from '#core/datasheets/reading/caps.ts'
import { type BookForm, bookParts, MAIN, readBook, refusalOf, withFile } from '#server/files/testing/workbooks.ts'
import { type ZipPart, zipOf } from '#server/files/testing/zip-writer.ts'
import { openWorkbook } from '#server/files/workbook.ts'

const one = '<row r="1"><c r="A1"><v>1</v></c></row>'
const bookOf = (form: Partial<BookForm> = {}): Buffer => zipOf(bookParts({ sheets: { Item: one }, ...form }))
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = (inside: string): ZipPart => ({
  name: 'xl/_rels/workbook.xml.rels',
  content: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inside}</Relationships>`,
})

describe('a workbook', () => {
  it('names its sheets in the order of their tabs and says which are hidden', async () => {
    const sheets = { 아이템: one, 'A & B': one, Secret: one }
    const { sheets: read } = await readBook(
      bookOf({ sheets: { 아이템: one, 'A &amp; B': one, Secret: one }, states: { 'A &amp; B': 'hidden', Secret: 'veryHidden' } }),
    )
    expect(read.map(({ name, hidden }) => [name, hidden])).toEqual(Object.keys(sheets).map((name, index) => [name, index > 0]))
  })

  it('finds its parts by their relationships, in the namespaces of the strict edition too', async () => {
    const strict = 'http://purl.oclc.org/ooxml'
    const parts: ZipPart[] = [
      {
        name: '_rels/.rels',
        content: `<Relationships><Relationship Id="a" Type="${strict}/officeDocument/relationships/officeDocument" Target="/book/main.xml"/></Relationships>`,
      },
      {
        name: '[Content_Types].xml',
        content:
          '<Types><Override PartName="/book/main.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
      },
      {
        name: 'book/main.xml',
        content: `<s:workbook xmlns:s="${strict}/spreadsheetml/main" xmlns:q="${strict}/officeDocument/relationships"><s:sheets><s:sheet q:id="x" name="S" sheetId="1"/></s:sheets></s:workbook>`,
      },
      {
        name: 'book/_rels/main.xml.rels',
        content: `<Relationships><Relationship Id="x" Type="${strict}/officeDocument/relationships/worksheet" Target="../data/one.xml"/></Relationships>`,
      },
      { name: 'data/one.xml', content: `<worksheet xmlns="${strict}/spreadsheetml/main"><sheetData>${one}</sheetData></worksheet>` },
    ]
    expect((await readBook(zipOf(parts))).sheets.map(({ name, facts }) => [name, facts.cells])).toEqual([['S', 1]])
  })

  it('refuses the name of a sheet that is far too long, and a list of parts that is far too large', async () => {
    expect((await readBook(bookOf({ sheets: { ['s'.repeat(255)]: one } }))).sheets).toHaveLength(1)
    expect(await refusalOf(readBook(bookOf({ sheets: { ['s'.repeat(256)]: one } })))).toMatchObject({ code: 'datasheet_broken', part: 'xl/workbook.xml' })
    const part = '[Content_Types].xml'
    const content = `<Types><!--${randomBytes(4 << 20).toString('hex')}--></Types>`
    expect(await refusalOf(readBook(bookOf({ parts: [{ name: part, content }] })))).toMatchObject({ code: 'datasheet_broken', part })
  })

  it('takes its type from the extension where no part is named', async () => {
    const types = '<Types><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    expect((await readBook(bookOf({ parts: [{ name: '[Content_Types].xml', content: types }] }))).sheets).toHaveLength(1)
  })

  it('tells charts and links to other files apart from sheets', async () => {
    const parts = [
      relations(
        `<Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/><Relationship Id="rId3" Type="${OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/>`,
      ),
    ]
    await withFile(bookOf({ sheets: { Item: one, Chart: '' }, parts }), async (path) => {
      const book = await openWorkbook(path, 'x.xlsx')
      expect([book.kind, book.sheets, book.otherSheets, book.externalLinks]).toEqual(['xlsx', [{ name: 'Item', hidden: false }], ['Chart'], 1])
      await book.close()
    })
  })

  it.each([true, false])('says whether its formulas were computed by who wrote it (%s)', async (recalculates) => {
    await withFile(bookOf({ recalculates }), async (path) => {
      const book = await openWorkbook(path, 'x.xlsx')
      expect(book.recalculates).toBe(recalculates)
      await book.close()
    })
  })

  it('gives a sheet again, in part where that is enough, and counts it once', async () => {
    const rows = Array.from({ length: 9 }, (_, index) => `<row r="${index + 1}"><c><v>${index}</v></c></row>`).join('')
    await withFile(bookOf({ sheets: { Item: rows } }), async (path) => {
      const book = await openWorkbook(path, 'x.xlsx', { ...defaultCaps, cells: 10 })
      for (let time = 0; time < 3; time++) expect((await book.readSheet('Item', (row) => row.number < 4)).rows).toBe(4)
      expect((await book.readSheet('Item', () => {})).rows).toBe(9)
      await expect(refusalOf(book.readSheet('Other', () => {}))).resolves.toEqual({ code: 'datasheet_sheet_missing', sheet: 'Other' })
      await book.close()
    })
  })

  it('is not read where its shared texts have more bytes than whoever asks wants in memory', async () => {
    await withFile(bookOf({ strings: `<si><t>${'가'.repeat(100)}</t></si>` }), async (path) => {
      const book = await openWorkbook(path, 'x.xlsx', { ...defaultCaps, textBytes: 300 })
      expect(await refusalOf(book.readSheet('Item', () => {}))).toEqual({ code: 'datasheet_texts_too_large', bytes: expect.any(Number), most: 300 })
      await book.close()
    })
  })

  it('what the receiver of a row throws comes out as it is', async () => {
    await withFile(bookOf(), async (path) => {
      const book = await openWorkbook(path, 'x.xlsx')
      const reading = book.readSheet('Item', () => {
        throw new Error('disk full')
      })
      await expect(reading).rejects.toThrow('disk full')
      await book.close()
    })
  })
})

const ole = (stream: string): Buffer => {
  const bytes = Buffer.alloc(2048)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes)
  bytes.writeUInt16LE(9, 30)
  bytes.writeUInt32LE(1, 48)
  bytes.write(`Root Entry\0${stream}\0`, 1024, 'utf16le')
  return bytes
}
const main = 'application/vnd.ms-excel.'

describe('what is no plain workbook is refused by name', () => {
  it.each<[string, Uint8Array, Record<string, unknown>]>([
    ['an .xls workbook', ole('Workbook'), { code: 'datasheet_xls' }],
    ['a workbook with a password', ole('EncryptedPackage'), { code: 'datasheet_encrypted' }],
    ['another OLE2 file', ole('WordDocument'), { code: 'datasheet_not_a_workbook', found: 'ole2' }],
    ['an .xlsb workbook', bookOf({ mainType: `${main}sheet.binary.macroEnabled.main` }), { code: 'datasheet_xlsb' }],
    ['an .xlsm workbook', bookOf({ mainType: `${main}sheet.macroEnabled.main+xml` }), { code: 'datasheet_macro' }],
    ['macros in an .xlsx workbook', bookOf({ parts: [{ name: 'xl/vbaProject.bin', content: 'x' }] }), { code: 'datasheet_macro' }],
    [
      'a macro sheet of old',
      bookOf({
        parts: [
          relations(`<Relationship Id="rId1" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/>`),
        ],
      }),
      { code: 'datasheet_macro' },
    ],
    [
      'a text document',
      bookOf({ mainType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml' }),
      { code: 'datasheet_not_a_workbook' },
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n'), { code: 'datasheet_not_a_workbook', found: 'pdf' }],
    ['a web page', Buffer.from('<html><table>'), { code: 'datasheet_not_a_workbook', found: 'html' }],
    ['nothing', Buffer.alloc(0), { code: 'datasheet_not_a_workbook', found: 'empty' }],
    ['a file that is too large', Buffer.alloc(5000, 97), { code: 'datasheet_too_large', bytes: 5000, most: 4000 }],
  ])('%s', async (_what, bytes, refusal) => {
    expect(await refusalOf(readBook(bytes, { caps: { fileBytes: 4000 } }))).toMatchObject(refusal)
  })
})

describe('a workbook that is damaged is refused', () => {
  it.each<[string, Partial<BookForm>, Record<string, unknown>]>([
    ['without a sheet that it names', { parts: [relations('')] }, { code: 'datasheet_part_missing', part: 'Item' }],
    [
      'without the part of a sheet',
      { parts: [relations(`<Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet7.xml"/>`)] },
      { code: 'datasheet_part_missing', part: 'xl/worksheets/sheet7.xml' },
    ],
    ['with a sheet name twice', { sheets: { item: one, Item: one } }, { code: 'datasheet_broken', part: 'xl/workbook.xml', what: 'sheet Item twice' }],
    [
      'with a DOCTYPE',
      { sheets: { Item: `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet xmlns="${MAIN}"/>` } },
      { code: 'datasheet_doctype', part: 'xl/worksheets/sheet1.xml' },
    ],
    [
      'with a shared text that is not there',
      { sheets: { Item: '<row r="1"><c r="A1" t="s"><v>4</v></c></row>' }, strings: '<si><t>a</t></si>' },
      { code: 'datasheet_broken', what: 'A1: shared text 4 of 1' },
    ],
    ['with a format that is not there', { sheets: { Item: '<row r="1"><c r="A1" s="4"><v>4</v></c></row>' } }, { code: 'datasheet_broken', what: 'A1: s="4"' }],
    ['with a row twice', { sheets: { Item: one + one } }, { code: 'datasheet_row_order', sheet: 'Item', row: 1, before: 1 }],
    [
      'with everything merged',
      { sheets: { Item: `<worksheet xmlns="${MAIN}"><sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>` } },
      { code: 'datasheet_merged_area', most: 100_000 },
    ],
  ])('%s', async (_what, form, refusal) => {
    expect(await refusalOf(readBook(bookOf(form)))).toMatchObject(refusal)
  })

  it('rows and cells of all sheets count together', async () => {
    const sheets = { A: one, B: one, C: one }
    expect(await refusalOf(readBook(bookOf({ sheets }), { caps: { cells: 2 } }))).toEqual({ code: 'datasheet_too_many_cells', sheet: 'C', cells: 3, most: 2 })
  })
})

describe('a CSV file', () => {
  const text = 'id,이름\r\n1,"가,나"\r\n'
  // "이름" and "가,나" in the Korean code page.
  const korean = Buffer.concat([
    Buffer.from('id,'),
    Buffer.from([0xc0, 0xcc, 0xb8, 0xa7]),
    Buffer.from('\r\n1,"'),
    Buffer.from([0xb0, 0xa1]),
    Buffer.from(','),
    Buffer.from([0xb3, 0xaa]),
    Buffer.from('"\r\n'),
  ])
  const swapped = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()

  it.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`), 'utf-8'],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 the other way round', swapped, 'utf-16be'],
    ['CP949', korean, 'euc-kr'],
  ])('in %s is a workbook with one sheet', async (_what, bytes, encoding) => {
    const book = await readBook(bytes, { name: 'C:\\dir/아이템.v2.csv' })
    expect([book.encoding, book.sheets[0]?.name, book.sheets[0]?.hidden]).toEqual([encoding, '아이템.v2', false])
    expect(book.sheets[0]?.rows.map((row) => row.cells.map((cell) => [cell.kind, cell.raw]))).toEqual([
      [
        ['text', 'id'],
        ['text', '이름'],
      ],
      [
        ['text', '1'],
        ['text', '가,나'],
      ],
    ])
  })

  it('in no encoding that is known is refused', async () => {
    expect(await refusalOf(readBook(Buffer.from([105, 100, 44, 0xff, 10]), { name: 'a.csv' }))).toEqual({
      code: 'datasheet_encoding',
      part: 'a.csv',
      encoding: '?',
    })
  })

  it('large enough to come in pieces loses nothing', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => `${index},가나다😀"`)
    const book = await readBook(Buffer.from(rows.join('\n')), { name: 'a.csv' })
    expect(book.sheets[0]?.rows.map((row) => row.cells.map((cell) => cell.raw).join(','))).toEqual(rows)
  })
})
