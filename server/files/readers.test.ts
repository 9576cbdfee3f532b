import excel from 'exceljs'
import fc from 'fast-check'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { crafted } from '#server/files/testing/crafted.ts'
import { excelBook, hucreBook, ourBook, type Plain, type PlainBook } from '#server/files/testing/other-readers.ts'
import { bookParts, readBook } from '#server/files/testing/workbooks.ts'
import { zipOf } from '#server/files/testing/zip-writer.ts'

const others = [
  ['exceljs', excelBook],
  ['hucre', hucreBook],
] as const

const withoutNothing = (cells: Record<string, Plain> = {}): Record<string, Plain> =>
  Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null))

describe('files made by hand, beside two other readers', () => {
  it.each(crafted.map((one) => [one.what, one] as const))('%s', async (_what, { form, cells, wrong = {} }) => {
    const bytes = zipOf(bookParts(form))
    const ours = await readBook(bytes)
    const plain = ourBook(ours).S as Record<string, Plain>
    const described = ours.sheets[0]?.rows.flatMap((row) =>
      row.cells.map(({ kind, formula, style, raw }) => `${kind}${formula ? '=' : ''}${style === 'plain' ? '' : `/${style}`} ${raw}`),
    )
    expect(Object.fromEntries(Object.keys(plain).map((address, index) => [address, described?.[index]]))).toEqual(cells)
    for (const [name, read] of others) {
      const said = wrong[name]
      if (typeof said === 'string') await expect(read(bytes), name).rejects.toThrow(said)
      // Where the other reader is wrong, what it says instead is written down beside the case.
      else expect(withoutNothing((await read(bytes)).S), name).toEqual(withoutNothing({ ...plain, ...said }))
    }
  })
})

/** A cell of a generated sheet: its XML, as one of the ways of writing the value. */
type Made = { xml: (address: string) => string }

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const words = fc.string({
  unit: fc.constantFrom('a', 'B', '0', '7', '가', '힣', '漢', '😀', '&', '<', '"', "'", ' ', '.', '-', '='),
  minLength: 1,
  maxLength: 12,
})
const numbers = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).map((value) => String(value)),
)
const quoted = (address: string, quote: string): string => (address === '' ? '' : ` r=${quote}${address}${quote}`)
const madeCell: fc.Arbitrary<Made> = fc.oneof(
  fc
    .tuple(numbers, fc.constantFrom('', ' t="n"'))
    .map(([value, type]) => ({ xml: (address: string) => `<c${quoted(address, '"')}${type}><v>${value}</v></c>` })),
  words.map((text) => ({ xml: (address: string) => `<c${quoted(address, "'")} t='inlineStr'><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>` })),
  fc.tuple(words, words).map(([one, two]) => ({
    xml: (address: string) =>
      `<c t="inlineStr"${quoted(address, '"')}><is><r><t xml:space="preserve">${escapeXml(one)}</t></r><r><rPr><i/></rPr><t xml:space="preserve">${escapeXml(two)}</t></r></is></c>`,
  })),
  words.map((text) => ({ xml: (address: string) => `<c${quoted(address, '"')} t="str"><f>A1</f><v>${escapeXml(text)}</v></c>` })),
  fc.nat({ max: 3 }).map((index) => ({ xml: (address: string) => `<c${quoted(address, '"')} t="s"><v>${index}</v></c>` })),
  fc.boolean().map((value) => ({ xml: (address: string) => `<c${quoted(address, '"')} t="b"><v>${value ? 1 : 0}</v></c>` })),
)
const madeRows = fc.array(fc.array(fc.option(madeCell, { nil: null, freq: 5 }), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 })
const sheetOf = (rows: readonly (readonly (Made | null)[])[]): string =>
  rows.map((row, r) => `<row r="${r + 1}">${row.map((cell, c) => cell?.xml(`${'ABCDEF'[c]}${r + 1}`) ?? '').join('')}</row>`).join('')

describe('generated files', () => {
  const strings = '<si><t>공유</t></si><si><t xml:space="preserve"> x </t></si><si><r><t>a</t></r><r><t>b</t></r></si><si><t>😀&amp;</t></si>'

  it('say the same to all three readers', async () => {
    await fc.assert(
      fc.asyncProperty(madeRows, fc.boolean(), fc.boolean(), async (rows, stored, descriptor) => {
        const bytes = zipOf(bookParts({ sheets: { S: sheetOf(rows) }, strings }).map((part) => ({ ...part, stored, descriptor })))
        const ours = withoutNothing(ourBook(await readBook(bytes)).S)
        for (const [name, read] of others) expect(withoutNothing((await read(bytes)).S), name).toEqual(ours)
      }),
      { numRuns: 60 },
    )
  })

  const text = words.filter((word) => word.trim() !== '')
  const date = fc.integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2100, 0, 1) / 1000 }).map((seconds) => new Date(seconds * 1000))
  const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })).filter((value) => !Object.is(value, -0))
  const table = fc.array(fc.array(fc.oneof(text, number, date, fc.boolean(), fc.constant(null)), { minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 6,
  })
  type Value = string | number | boolean | Date | null
  const plainOf = (value: Value): Plain => {
    if (value === null) return null
    return value instanceof Date ? value.toISOString().slice(0, 19).replace('T', ' ') : String(value)
  }
  const expected = (rows: readonly (readonly Value[])[]): Record<string, Plain> =>
    withoutNothing(Object.fromEntries(rows.flatMap((row, r) => row.map((value, c) => [`${'ABCDE'[c]}${r + 1}`, plainOf(value)]))))

  it.each<[string, (rows: Value[][]) => Promise<Uint8Array>]>([
    [
      'exceljs',
      async (rows) => {
        const book = new excel.Workbook()
        const sheet = book.addWorksheet('S')
        for (const row of rows) {
          const added = sheet.addRow(row)
          row.forEach((value, index) => {
            if (value instanceof Date) added.getCell(index + 1).numFmt = 'yyyy-mm-dd hh:mm:ss'
          })
        }
        return new Uint8Array(await book.xlsx.writeBuffer())
      },
    ],
    ['hucre', (rows) => writeXlsx({ sheets: [{ name: 'S', rows }] })],
  ])('of %s give back what was put in', async (_writer, write) => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const read: PlainBook = ourBook(await readBook(await write(rows)))
        expect(withoutNothing(read.S)).toEqual(expected(rows))
      }),
      { numRuns: 60 },
    )
  })
})
