import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SheetCell, SheetRow } from '#core/datasheets/cell.ts'
import type { ColumnMapping } from '#core/datasheets/mapping/mapping.ts'
import { defaultCaps } from '#core/datasheets/reading/caps.ts'
import { CsvRows } from '#core/datasheets/reading/csv.ts'
import { Meter } from '#core/datasheets/reading/meter.ts'
import { unescapeWorkbook, unescapeXml } from '#core/datasheets/reading/xml-text.ts'
import type { ColumnDef, ColumnType } from '#core/datasheets/table.ts'
import { columnReader } from '#core/datasheets/values/from-sheet.ts'
import type { Read } from '#core/datasheets/values/read.ts'
import { columnOf, numberCell, textCell, types } from '#core/datasheets/values/testing/columns.ts'
import { canonicalValues } from '#core/datasheets/values/testing/values.ts'
import { cellWriter } from './cell-writer.ts'
import { csvRows } from './csv-row.ts'
import { Unwritable } from './unwritable.ts'
import { xmlRows, xmlText } from './xml-row.ts'

const valueIn = (read: Read): Read => (typeof read === 'object' && read !== null && 'value' in read ? read.value : read)

/** The one cell of a row of XML, as reading takes it apart. */
function cellOfXml(xml: string): SheetCell | undefined {
  const number = /<v>(.*)<\/v>/s.exec(xml)?.[1]
  if (number !== undefined) return numberCell(number)
  const text = /<t(?: xml:space="preserve")?>(.*)<\/t>/s.exec(xml)?.[1]
  return text === undefined ? undefined : textCell(unescapeWorkbook(unescapeXml(text, 'part', 0)))
}

function cellOfCsv(line: string): SheetCell | undefined {
  const rows: SheetRow[] = []
  const reader = new CsvRows({ name: 'S', caps: defaultCaps, meter: new Meter(defaultCaps), onRow: (row) => void rows.push(row) })
  // The first line of a file says what its columns are parted by.
  reader.push(`a,b\r\nx,${line}`)
  reader.end()
  return rows[1]?.cells[1]
}

function readAgain(column: ColumnDef, mapping: ColumnMapping | undefined, value: string | null, format: 'xlsx' | 'csv', isKey = false): Read {
  const writer = cellWriter(column, mapping, isKey)
  const cell = format === 'xlsx' ? cellOfXml(xmlRows([{ writer, style: 1, textStyle: 2 }])(2, [value])) : cellOfCsv(csvRows([writer])([value]))
  return valueIn(columnReader(column, { mapping: { ...writer.reads, ...mapping }, date1904: false })(cell))
}

const mappings = fc.record(
  {
    blank: fc.constantFrom('null' as const, 'default' as const, 'error' as const, 'empty' as const),
    nullToken: fc.constantFrom('\\N', 'NULL', '\\E'),
    emptyToken: fc.constant('(empty)'),
  },
  { requiredKeys: [] },
)
const formats = fc.constantFrom('xlsx' as const, 'csv' as const)

it.each([
  ['999999999999999', true],
  ['1000000000000000', false],
  ['-1234567890123450', false],
])('%s is written as a number: %s', (value, number) => {
  expect(cellWriter(columnOf({ kind: 'integer', bytes: 8, unsigned: false, boolean: false })).isNumber(value)).toBe(number)
})

describe.each(canonicalValues)('%s', (_, type: ColumnType, values) => {
  it('is read as it was written, whatever the mapping says of it', () => {
    fc.assert(
      fc.property(
        fc.option(values, { nil: null, freq: 4 }),
        fc.option(mappings, { nil: undefined }),
        formats,
        fc.boolean(),
        (value, mapping, format, isKey) => {
          expect(readAgain(columnOf(type, { nullable: true }), mapping, value, format, isKey)).toBe(value)
        },
      ),
      { numRuns: 300 },
    )
  })
  it('is read as it was written where NULL is not allowed', () => {
    fc.assert(
      fc.property(values, fc.option(mappings, { nil: undefined }), formats, fc.boolean(), (value, mapping, format, isKey) => {
        fc.pre(mapping?.blank !== 'null')
        expect(readAgain(columnOf(type), mapping, value, format, isKey)).toBe(value)
      }),
    )
  })
})

describe('a number that another program saves with 16 digits of its double', () => {
  const saved = (column: ColumnDef, value: string): Read => {
    const xml = xmlRows([{ writer: cellWriter(column), style: 1, textStyle: 2 }])(2, [value])
    const cell = cellOfXml(xml)
    const again = cell?.kind === 'number' ? numberCell(Number(cell.raw).toPrecision(16)) : cell
    return valueIn(columnReader(column, { date1904: false })(again))
  }
  const kept = new Set(['DECIMAL(5,2)', 'DECIMAL(40,20)', 'DOUBLE', 'FLOAT'])
  it.each(canonicalValues.filter(([declared]) => kept.has(declared)))('%s', (_, type, values) => {
    fc.assert(
      fc.property(values, (value) => void expect(saved(columnOf(type), value)).toBe(value)),
      { numRuns: 500 },
    )
  })
  it.each(['9.70', '-99999999.99', '8.90', '0.07', '123456789012.34'])('DECIMAL %s', (value) => {
    expect(saved(columnOf({ kind: 'decimal', precision: 15, scale: 2, unsigned: false }), value)).toBe(value)
  })
})

const hard = [
  '',
  '\\N',
  '\\\\N',
  '\\E',
  '\\\\\\E',
  "'=1",
  "''=1",
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\tx',
  '_x000D_',
  '_x005F_x000D_',
  '__x000d__',
  ' a ',
  'a\nb',
  '00012',
  '1E5',
  'TRUE',
  '#N/A',
  '"',
  '""',
  'a,b',
  'a;b',
  '😀',
  '\uffff',
  '',
]
it.each(hard)('%j is read as it was written', (value) => {
  for (const nullable of [true, false]) {
    for (const format of ['xlsx', 'csv'] as const) expect(readAgain(columnOf(types.text, { nullable }), undefined, value, format)).toBe(value)
  }
})

describe('what a stamp says of a column', () => {
  it.each<[string, ColumnDef, ColumnMapping | undefined, ColumnMapping]>([
    ['nothing of numbers', columnOf(types.int, { nullable: true }), undefined, {}],
    ['nothing of texts that the mapping tells apart', columnOf(types.text, { nullable: true }), { emptyToken: '-' }, {}],
    ['a token where a text may be NULL', columnOf(types.text, { nullable: true }), undefined, { emptyToken: '\\E' }],
    ['that a blank is empty where it may not', columnOf(types.text), undefined, { blank: 'empty' }],
    ['a token where the mapping refuses blanks', columnOf(types.text), { blank: 'error' }, { emptyToken: '\\E' }],
    ['a token for NULL where a blank is empty', columnOf(types.text, { nullable: true }), { blank: 'empty' }, { nullToken: '\\N' }],
    ['another token than the mapping has for NULL', columnOf(types.text, { nullable: true }), { nullToken: '\\\\E' }, { emptyToken: '\\EMPTY' }],
  ])('%s', (_, column, mapping, reads) => {
    expect(cellWriter(column, mapping).reads).toEqual(reads)
  })
})

describe('a cell of a workbook', () => {
  const xml = (type: ColumnType, value: string | null): string =>
    xmlRows([{ writer: cellWriter(columnOf(type, { nullable: true })), style: 1, textStyle: 2 }])(7, [value])

  it.each<[ColumnType, string | null, string]>([
    [types.bigint, '123456789012345', '<c r="A7" s="1"><v>123456789012345</v></c>'],
    [types.bigint, '1234567890123456', '<c r="A7" s="2" t="inlineStr"><is><t>1234567890123456</t></is></c>'],
    [types.bigint, '1000000000000000000', '<c r="A7" s="2" t="inlineStr"><is><t>1000000000000000000</t></is></c>'],
    [types.price, '-1.50', '<c r="A7" s="1"><v>-1.50</v></c>'],
    [types.datetime6, '2026-11-21 10:00:00.000001', '<c r="A7" s="2" t="inlineStr"><is><t>2026-11-21 10:00:00.000001</t></is></c>'],
    [types.text, '=1+1', '<c r="A7" s="2" t="inlineStr"><is><t>=1+1</t></is></c>'],
    [types.text, null, ''],
  ])('of %o for %j', (type, value, cell) => {
    expect(xml(type, value)).toBe(`<row r="7">${cell}</row>`)
  })

  it.each(['\u0001', 'a\u001fb', '\u007f', '\r'])('never holds %j', (text) => {
    expect(() => xmlText(text)).toThrow(Unwritable)
  })
  it('is never longer than a spreadsheet takes', () => {
    expect(xmlText('x'.repeat(32_767))).toHaveLength(32_767 + 7)
    expect(() => xmlText('x'.repeat(32_768))).toThrow('export_text_too_long')
  })
})

it('a line of a CSV file guards texts against formulas and leaves numbers alone', () => {
  const columns = [types.int, types.text, types.time, types.text].map((type) => cellWriter(columnOf(type, { nullable: true })))
  expect(csvRows(columns)(['-5', '-5', '-01:00:00', 'a"b'])).toBe(`-5,'-5,'-01:00:00,"a""b"\r\n`)
  expect(csvRows(columns)([null, '', null, '\r\n'.slice(1)])).toBe(',\\E,,"\n"\r\n')
})
