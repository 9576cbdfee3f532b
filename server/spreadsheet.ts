import 'server-only'
import { PassThrough, type Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { type Cell, csvHead, csvLine } from '#core/shared/csv.ts'
import { log } from '#server/log.ts'

export type SheetColumn = { name: string; width?: number }
/** Rows in pieces as the database gives them. */
export type SheetRows = AsyncIterable<readonly (readonly Cell[])[]>

const mostWaitingBytes = 4 * 1024 * 1024
const pollMs = 20
/** What a cell of a workbook can hold. */
const longestText = 32_767

/** CSV in pieces; text that a spreadsheet would run as a formula is quoted. */
export async function* csvSheet(columns: readonly SheetColumn[], rows: SheetRows): AsyncGenerator<string> {
  yield csvHead(columns.map(({ name }) => name))
  for await (const piece of rows) yield piece.map((cells) => csvLine(cells)).join('')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them, or changes them.
const unwritable = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g
const codeOf = (character: string): string => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/**
 * Text goes in as text, never as a formula, whatever it begins with. `_xHHHH_` is how workbooks write what XML cannot hold
 * (ECMA-376, ST_Xstring), so a text that looks so is written as `_x005F_xHHHH_`: one character would break the whole file.
 */
const excelCell = (cell: Cell): Cell =>
  typeof cell === 'string'
    ? cell
        .slice(0, longestText)
        .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
        .replace(unwritable, codeOf)
    : cell

async function fill(out: PassThrough, name: string, columns: readonly SheetColumn[], rows: SheetRows): Promise<void> {
  // Loaded by the first export: it is large, and most processes never write a sheet.
  const { default: excel } = await import('exceljs')
  const book = new excel.stream.xlsx.WorkbookWriter({ stream: out, useSharedStrings: false, useStyles: false })
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns.map((column) => ({ header: column.name, width: column.width ?? 16 }))
  for await (const piece of rows) {
    for (const cells of piece) sheet.addRow(cells.map(excelCell)).commit()
    // The writer knows no back-pressure of its own: a slow reader would pile the whole sheet up in memory.
    while (out.readableLength > mostWaitingBytes && !out.destroyed) await pause(pollMs)
    if (out.destroyed) return
  }
  sheet.commit()
  await book.commit()
}

/** A workbook with one sheet, written while it is read. A fault midway breaks the stream, so that a part never passes for the whole. */
export function xlsxSheet(name: string, columns: readonly SheetColumn[], rows: SheetRows): Readable {
  const out = new PassThrough({ highWaterMark: 1 << 16 })
  fill(out, name, columns, rows).catch((error: unknown) => {
    log.warn({ err: error }, 'a workbook broke off')
    out.destroy(error instanceof Error ? error : new Error(String(error)))
  })
  return out
}
