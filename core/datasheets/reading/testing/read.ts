import type { CellStyle, SheetRow } from '#core/datasheets/cell.ts'
import { defaultCaps, type ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { CsvRows } from '#core/datasheets/reading/csv.ts'
import { Meter } from '#core/datasheets/reading/meter.ts'
import { xmlSink } from '#core/datasheets/reading/part.ts'
import { SharedStrings } from '#core/datasheets/reading/shared-strings.ts'
import { type SheetFacts, Worksheet } from '#core/datasheets/reading/sheet.ts'
import { TextTable } from '#core/datasheets/reading/text-table.ts'
import { Unreadable } from '#core/datasheets/reading/unreadable.ts'
import type { XmlHandler } from '#core/datasheets/reading/xml.ts'

/** Gives a part to a handler in pieces of so many bytes. */
export function feed<T extends XmlHandler>(handler: T, xml: string | Uint8Array, pieceBytes = Number.POSITIVE_INFINITY): T {
  const bytes = typeof xml === 'string' ? Buffer.from(xml) : xml
  const sink = xmlSink('part.xml', handler)
  for (let at = 0; at < bytes.length; at += pieceBytes) sink.push(bytes.subarray(at, at + pieceBytes))
  sink.end()
  return handler
}

export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
/** A worksheet with these rows, and what may stand behind them. */
export const sheetXml = (rows: string, after = ''): string => `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${after}</worksheet>`

type Shared = { texts?: readonly string[]; styles?: readonly CellStyle[]; caps?: Partial<ReadingCaps>; pieceBytes?: number }

/** All rows of a worksheet. */
export function readSheet(
  xml: string | Uint8Array,
  { texts = [], styles = ['plain'], caps = {}, pieceBytes }: Shared = {},
): { rows: SheetRow[]; facts: SheetFacts } {
  const table = new TextTable()
  for (const text of texts) table.add(text)
  const all = { ...defaultCaps, ...caps }
  const rows: SheetRow[] = []
  const target = { name: 'S', caps: all, meter: new Meter(all), texts: table, styles, onRow: (row: SheetRow) => rows.push(row) }
  const { facts } = feed(new Worksheet('part.xml', target), xml, pieceBytes)
  return { rows, facts }
}

/** The cells of a sheet's first row in short: `text 가`, `number= 1` for a formula, `number/date 46347`. */
export function cellsOf(rowXml: string, shared?: Shared): string[] {
  const { rows } = readSheet(sheetXml(rowXml), shared)
  return (rows[0]?.cells ?? []).map(({ kind, raw, formula, style }) => `${kind}${formula ? '=' : ''}${style === 'plain' ? '' : `/${style}`} ${raw}`)
}

export function readStrings(xml: string | Uint8Array, caps: Partial<ReadingCaps> = {}, pieceBytes?: number): string[] {
  const { table } = feed(new SharedStrings('part.xml', { ...defaultCaps, ...caps }), xml, pieceBytes)
  return Array.from({ length: table.count }, (_, index) => table.get(index) as string)
}

/** Rows of a CSV text as arrays; a missing cell is null. */
export function readCsv(text: string, caps: Partial<ReadingCaps> = {}, pieceLength = Number.POSITIVE_INFINITY): { number: number; cells: (string | null)[] }[] {
  const all = { ...defaultCaps, ...caps }
  const rows: SheetRow[] = []
  const csv = new CsvRows({ name: 'S', caps: all, meter: new Meter(all), onRow: (row) => rows.push(row) })
  for (let at = 0; at < text.length; at += pieceLength) csv.push(text.slice(at, at + pieceLength))
  csv.end()
  return rows.map(({ number, cells }) => {
    const last = cells.at(-1)?.column ?? -1
    return { number, cells: Array.from({ length: last + 1 }, (_, column) => cells.find((cell) => cell.column === column)?.raw ?? null) }
  })
}

/** The refusal that an act ends with: its code and its numbers. Fails when there is none. */
export function refusalOf(act: () => unknown): Record<string, string | number> {
  try {
    act()
  } catch (error) {
    if (error instanceof Unreadable) return { code: error.refusal.code, ...error.refusal.params }
    throw error
  }
  throw new Error('nothing was refused')
}
