import { once } from 'node:events'
import { closeSync, createReadStream, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { crc32, createDeflateRaw } from 'node:zlib'
import { type BenchColumn, columns, type Differences, sheetRows } from '#bench/datasheets/rows.ts'
import { sheetSerial } from '#bench/datasheets/serial.ts'
import { StampRows, stampOf, stampSheet } from '#core/datasheets/stamp.ts'

// Spreadsheet programs write shared strings, and so does this: the texts of a large sheet are what a reader has to hold.

type Part = { name: string; at: number; packed: number; bytes: number; sum: number }

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const letters = (column: number): string => String.fromCharCode(65 + column)

class ZipFile {
  private readonly file: number
  private at = 0
  private readonly parts: Part[] = []
  constructor(path: string) {
    this.file = openSync(path, 'w')
  }

  async add(name: string, pieces: Iterable<string>): Promise<void> {
    const part: Part = { name, at: this.at, packed: 0, bytes: 0, sum: 0 }
    this.at += 30 + name.length
    const deflate = createDeflateRaw({ level: 6 })
    deflate.on('data', (piece: Buffer) => {
      writeSync(this.file, piece, 0, piece.length, this.at)
      this.at += piece.length
      part.packed += piece.length
    })
    for (const piece of pieces) {
      const bytes = Buffer.from(piece)
      part.sum = crc32(bytes, part.sum)
      part.bytes += bytes.length
      if (!deflate.write(bytes)) await once(deflate, 'drain')
    }
    deflate.end()
    await once(deflate, 'end')
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    this.fields(head, 4, part)
    writeSync(this.file, Buffer.concat([head, Buffer.from(name)]), 0, 30 + name.length, part.at)
    this.parts.push(part)
  }

  private fields(head: Buffer, at: number, { sum, packed, bytes, name }: Part): void {
    head.writeUInt16LE(20, at)
    head.writeUInt16LE(0x800, at + 2)
    head.writeUInt16LE(8, at + 4)
    head.writeUInt32LE(sum, at + 10)
    head.writeUInt32LE(packed, at + 14)
    head.writeUInt32LE(bytes, at + 18)
    head.writeUInt16LE(name.length, at + 22)
  }

  end(): void {
    const start = this.at
    for (const part of this.parts) {
      const head = Buffer.alloc(46)
      head.writeUInt32LE(0x02014b50, 0)
      head.writeUInt16LE(20, 4)
      this.fields(head, 6, part)
      head.writeUInt32LE(part.at, 42)
      const entry = Buffer.concat([head, Buffer.from(part.name)])
      writeSync(this.file, entry, 0, entry.length, this.at)
      this.at += entry.length
    }
    const tail = Buffer.alloc(22)
    tail.writeUInt32LE(0x06054b50, 0)
    tail.writeUInt16LE(this.parts.length, 8)
    tail.writeUInt16LE(this.parts.length, 10)
    tail.writeUInt32LE(this.at - start, 12)
    tail.writeUInt32LE(start, 16)
    writeSync(this.file, tail, 0, 22, this.at)
    closeSync(this.file)
  }
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const fixed = (sheet: string, stamp: string): [string, string][] => [
  [
    '[Content_Types].xml',
    `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${types}.sharedStrings+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${sheet}" sheetId="1" r:id="rId1"/><sheet name="${stamp}" sheetId="2" state="veryHidden" r:id="rId4"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId4" Type="${relations}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
  ],
  [
    'xl/styles.xml',
    `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm:ss"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="164" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  ],
]

/** As the export of the table was, before anybody changed the sheet or the table. */
function stampCells(sheet: string, rows: number, environment: string): Generator<string[]> {
  const stamp = new StampRows()
  for (let row = 1; row <= rows; row++) {
    const values = columns.map(({ value }) => value(row, 0))
    stamp.add(values.slice(0, 1), values)
  }
  const names = columns.map(({ name }) => name)
  const exported = { table: sheet, where: null, key: names.slice(0, 1), columns: names, rows, sheets: [sheet], reads: {} }
  const header = { v: 1 as const, environment: { id: environment, name: environment }, at: '2026-11-21T00:00:00.000Z', tables: [exported] }
  return stampOf(header, [stamp.cells()])
}

/**
 * Writes a workbook of one sheet with the bench's columns, a header and the rows of `sheetRows`, and the stamp of an export from this environment,
 * or an empty one of null. Answers its size in bytes.
 */
export async function writeWorkbook(path: string, sheet: string, rows: number, differences: Differences, environment: string | null): Promise<number> {
  const zip = new ZipFile(path)
  for (const [name, text] of fixed(sheet, environment === null ? '#empty' : stampSheet)) await zip.add(name, [text])
  const numbers = new Map<string, number>()
  const texts = `${path}.texts`
  const list = openSync(texts, 'w')
  let [pending, used] = ['', 0]
  const numberOf = (text: string): number => {
    used++
    const known = numbers.get(text)
    if (known !== undefined) return known
    numbers.set(text, numbers.size)
    pending += `<si><t>${escaped(text)}</t></si>`
    if (pending.length > 1 << 16) {
      writeSync(list, pending)
      pending = ''
    }
    return numbers.size - 1
  }
  const cell = ({ cell: kind }: BenchColumn, column: number, row: number, value: string | null): string => {
    const place = `${letters(column)}${row}`
    if (value === null) return ''
    if (kind === 'text') return `<c r="${place}" t="s"><v>${numberOf(value)}</v></c>`
    return kind === 'date' ? `<c r="${place}" s="1"><v>${sheetSerial(value)}</v></c>` : `<c r="${place}"><v>${value}</v></c>`
  }
  function* sheetXml(): Generator<string> {
    yield `${head}<worksheet xmlns="${main}"><sheetData><row r="1">${columns.map(({ name }, at) => `<c r="${letters(at)}1" t="s"><v>${numberOf(name)}</v></c>`).join('')}</row>`
    let number = 1
    for (const { row, edition } of sheetRows(rows, differences)) {
      number++
      yield `<row r="${number}">${columns.map((column, at) => cell(column, at, number, column.value(row, edition))).join('')}</row>`
    }
    yield '</sheetData></worksheet>'
  }
  await zip.add('xl/worksheets/sheet1.xml', sheetXml())
  function* stampXml(): Generator<string> {
    yield `${head}<worksheet xmlns="${main}"><sheetData>`
    let number = 0
    for (const cells of environment === null ? [] : stampCells(sheet, rows, environment)) {
      number++
      yield `<row r="${number}">${cells.map((text, at) => `<c r="${letters(at)}${number}" t="s"><v>${numberOf(text)}</v></c>`).join('')}</row>`
    }
    yield '</sheetData></worksheet>'
  }
  await zip.add('xl/worksheets/sheet2.xml', stampXml())
  writeSync(list, pending)
  closeSync(list)
  const pieces: string[] = [`${head}<sst xmlns="${main}" count="${used}" uniqueCount="${numbers.size}">`]
  for await (const piece of createReadStream(texts, { encoding: 'utf8' })) pieces.push(piece as string)
  await zip.add('xl/sharedStrings.xml', [...pieces, '</sst>'])
  zip.end()
  rmSync(texts)
  return statSync(path).size
}
