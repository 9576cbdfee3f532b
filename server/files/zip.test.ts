import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bookParts, readBook, refusalOf } from '#server/files/testing/workbooks.ts'
import { type ZipForm, type ZipPart, zipOf } from '#server/files/testing/zip-writer.ts'

const rows = '<row r="1"><c r="A1"><v>7</v></c></row>'
const parts = (change: (part: ZipPart) => ZipPart = (part) => part, more: ZipPart[] = []): ZipPart[] => [
  ...bookParts({ sheets: { Item: rows } }).map(change),
  ...more,
]
const sheetOnly = (change: Partial<ZipPart>) => (part: ZipPart) => (part.name.endsWith('sheet1.xml') ? { ...part, ...change } : part)
const firstOf = async (bytes: Uint8Array) => (await readBook(bytes)).sheets[0]?.rows[0]?.cells[0]?.raw

describe('archives that are read', () => {
  it.each<[string, ZipPart[], ZipForm?]>([
    ['packed', parts()],
    ['stored', parts((part) => ({ ...part, stored: true }))],
    ['with sizes behind the bytes', parts((part) => ({ ...part, descriptor: true }))],
    ['with 64-bit sizes', parts((part) => ({ ...part, wide: true }))],
    ['with a 64-bit end', parts(), { wide: true }],
    ['with 64-bit sizes and end', parts((part) => ({ ...part, wide: true })), { wide: true }],
    ['with a comment', parts(), { comment: 'PK\x05\x06 made by hand' }],
    ['with backslashes for folders', parts((part) => ({ ...part, name: part.name.replaceAll('/', '\\') }))],
    ['with names in capitals', parts((part) => ({ ...part, name: part.name.toUpperCase() }))],
    ['with folders', parts(undefined, [{ name: 'xl/', content: '', stored: true }])],
    ['with an empty part', parts(undefined, [{ name: 'docProps/none', content: '' }])],
  ])('%s', async (_what, entries, form) => {
    expect(await firstOf(zipOf(entries, form))).toBe('7')
  })
})

describe('archives that are refused', () => {
  const twice = parts(undefined, [{ name: 'XL/Worksheets/sheet1.xml', content: '' }])
  it.each<[string, Uint8Array, Record<string, unknown>]>([
    ['a part twice', zipOf(twice), { code: 'datasheet_duplicate_part', part: 'XL/Worksheets/sheet1.xml' }],
    ['encrypted', zipOf(parts((part) => ({ ...part, flags: 0x801 }))), { code: 'datasheet_encrypted' }],
    [
      'another method of packing',
      zipOf(parts(sheetOnly({ method: 93 }))),
      { code: 'datasheet_broken_zip', what: 'xl/worksheets/sheet1.xml: compression method 93' },
    ],
    ['a name that leaves the archive', zipOf(parts(undefined, [{ name: '../x', content: '' }])), { code: 'datasheet_broken_zip', what: 'name "../x"' }],
    ['a name from the root', zipOf(parts(undefined, [{ name: '/x', content: '' }])), { code: 'datasheet_broken_zip' }],
    ['another name in the header', zipOf(parts(sheetOnly({ localName: 'xl/worksheets/sheet9.xml' }))), { code: 'datasheet_broken_zip' }],
    ['more entries than the directory has', zipOf(parts(), { declaredEntries: 6 }), { code: 'datasheet_broken_zip', what: 'not 6 entries' }],
    ['fewer entries than the directory has', zipOf(parts(), { declaredEntries: 4 }), { code: 'datasheet_broken_zip', what: 'not 4 entries' }],
    ['a directory out of place', zipOf(parts(), { directoryShift: 1 }), { code: 'datasheet_broken_zip', what: 'directory out of place' }],
    ['bytes before the archive', zipOf(parts(), { before: 'MZ' }), { code: 'datasheet_not_a_workbook', found: 'binary' }],
    ['bytes between directory and end', zipOf(parts(), { gap: 'x' }), { code: 'datasheet_broken_zip' }],
    ['a part that begins where another does', zipOf(parts(sheetOnly({ offset: 0 }))), { code: 'datasheet_overlapping' }],
    ['a part outside of the file', zipOf(parts(sheetOnly({ offset: 1 << 30 }))), { code: 'datasheet_overlapping' }],
    [
      'a part that reaches into the next',
      zipOf(parts((part) => (part.name === '_rels/.rels' ? { ...part, declaredPacked: 5000, declaredBytes: 5000 } : part))),
      { code: 'datasheet_overlapping' },
    ],
    ['a wrong check sum', zipOf(parts(sheetOnly({ crc: 1 }))), { code: 'datasheet_broken_zip', what: 'xl/worksheets/sheet1.xml: check sum' }],
    ['a part that is larger than it says', zipOf(parts(sheetOnly({ declaredBytes: 20 }))), { code: 'datasheet_broken_zip' }],
    ['a part that is smaller than it says', zipOf(parts(sheetOnly({ declaredBytes: 20_000 }))), { code: 'datasheet_broken_zip' }],
    ['bytes that cannot be unpacked', zipOf(parts(sheetOnly({ packed: Buffer.from([0xff, 0xff, 0xff]) }))), { code: 'datasheet_broken_zip' }],
    ['a part that breaks off', zipOf(parts(sheetOnly({ packed: deflateRawSync(Buffer.from(rows)).subarray(0, 9) }))), { code: 'datasheet_broken_zip' }],
    ['sizes that do not fit 53 bits', zipOf(parts((part) => ({ ...part, wide: true, declaredBytes: 2 ** 62 }))), { code: 'datasheet_broken_zip' }],
    ['half of an archive', zipOf(parts()).subarray(0, 900), { code: 'datasheet_broken_zip', what: 'no end of the archive' }],
    ['an empty archive', zipOf([]), { code: 'datasheet_not_a_workbook', found: 'zip' }],
    ['an archive of something else', zipOf([{ name: 'a.txt', content: 'x' }]), { code: 'datasheet_not_a_workbook', found: 'zip' }],
  ])('%s', async (_what, bytes, refusal) => {
    expect(await refusalOf(readBook(bytes))).toMatchObject(refusal)
  })
})

describe('caps before anything is unpacked', () => {
  const bomb = parts(undefined, [{ name: 'xl/media/space', content: ' '.repeat(4 << 20) }])
  it.each<[string, Uint8Array, Record<string, number>, Record<string, unknown>]>([
    ['bytes of the file', zipOf(parts()), { fileBytes: 1000 }, { code: 'datasheet_too_large', most: 1000 }],
    [
      'parts',
      zipOf(
        parts(
          undefined,
          Array.from({ length: 300 }, (_, i) => ({ name: `p${i}`, content: '' })),
        ),
      ),
      {},
      { code: 'datasheet_too_many_entries', entries: 305, most: 200 },
    ],
    ['growth of a part', zipOf(bomb), {}, { code: 'datasheet_ratio', part: 'xl/media/space', most: 200 }],
    ['bytes after unpacking', zipOf(bomb), { ratio: 2000, inflatedBytes: 1 << 20 }, { code: 'datasheet_inflates_too_far', most: 1 << 20 }],
    [
      'declared bytes alone',
      zipOf(parts((part) => ({ ...part, wide: true, declaredBytes: 2 ** 40 }))),
      { ratio: 1e12 },
      { code: 'datasheet_inflates_too_far', bytes: 5 * 2 ** 40 },
    ],
    ['sheets', zipOf(bookParts({ sheets: { A: rows, B: rows, C: rows } })), { sheets: 2 }, { code: 'datasheet_too_many_sheets', sheets: 3, most: 2 }],
  ])('%s', async (_what, bytes, caps, refusal) => {
    expect(await refusalOf(readBook(bytes, { caps }))).toMatchObject(refusal)
  })

  it('a part that unpacks to more than it declares is stopped there', async () => {
    const large = deflateRawSync(Buffer.alloc(64 << 20, 32))
    const lied = zipOf(parts(sheetOnly({ packed: large, declaredBytes: 100_000 })))
    const before = process.memoryUsage().rss
    expect(await refusalOf(readBook(lied))).toMatchObject({
      code: 'datasheet_broken_zip',
      what: 'xl/worksheets/sheet1.xml is larger than it says (100000 bytes)',
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(32 << 20)
  })
})
