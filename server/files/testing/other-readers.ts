import excel from 'exceljs'
import { readXlsx } from 'hucre/xlsx'
import type { SheetCell } from '#core/datasheets/cell.ts'
import { dateTimeOfSerial } from '#core/datasheets/reading/serial.ts'
import type { ReadBook } from '#server/files/testing/workbooks.ts'

/** A value as all three readers can say it: numbers and booleans as text, dates as wall clock, null for no value. */
export type Plain = string | null
/** By sheet name and address. */
export type PlainBook = Record<string, Record<string, Plain>>

const wallClock = (date: Date): string => new Date(Math.round(date.getTime() / 1000) * 1000).toISOString().slice(0, 19).replace('T', ' ')

function addressOf(column: number, row: number): string {
  const letters = column < 26 ? '' : String.fromCharCode(64 + Math.floor(column / 26))
  return `${letters}${String.fromCharCode(65 + (column % 26))}${row}`
}

export function ourPlain({ kind, raw, style }: SheetCell, date1904 = false): Plain {
  if (kind === 'empty') return null
  if (kind === 'boolean') return raw === '1' ? 'true' : 'false'
  if (kind === 'date') return raw.replace('T', ' ')
  if (kind !== 'number') return raw
  if (style !== 'date' && style !== 'datetime') return String(Number(raw))
  const time = dateTimeOfSerial(raw, date1904, 0)
  return 'text' in time ? time.text : time.fault
}

export function ourBook({ sheets, date1904 }: ReadBook): PlainBook {
  return Object.fromEntries(
    sheets.map(({ name, rows }) => [
      name,
      Object.fromEntries(rows.flatMap(({ number, cells }) => cells.map((cell) => [addressOf(cell.column, number), ourPlain(cell, date1904)]))),
    ]),
  )
}

function plainOf(value: unknown): Plain {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return wallClock(value)
  if (typeof value !== 'object') return String(value)
  if ('richText' in value) return (value.richText as { text: string }[]).map(({ text }) => text).join('')
  if ('error' in value) return String(value.error)
  if ('formula' in value || 'sharedFormula' in value) return plainOf((value as { result?: unknown }).result)
  if ('text' in value) return plainOf(value.text)
  return JSON.stringify(value)
}

export async function excelBook(bytes: Uint8Array): Promise<PlainBook> {
  const book = new excel.Workbook()
  await book.xlsx.load(Buffer.from(bytes) as unknown as Parameters<typeof book.xlsx.load>[0])
  const plain: PlainBook = {}
  book.eachSheet((sheet) => {
    const cells: Record<string, Plain> = {}
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        cells[cell.address] = plainOf(cell.value)
      }),
    )
    plain[sheet.name] = cells
  })
  return plain
}

export async function hucreBook(bytes: Uint8Array): Promise<PlainBook> {
  const { sheets } = await readXlsx(bytes)
  return Object.fromEntries(
    sheets.map(({ name, rows }) => [
      name,
      Object.fromEntries(
        rows.flatMap((row, index) =>
          row.flatMap((value, column) => (value === null || value === undefined ? [] : [[addressOf(column, index + 1), plainOf(value)]])),
        ),
      ),
    ]),
  )
}
