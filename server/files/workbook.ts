import 'server-only'
import { defaultCaps, type ReadingCaps } from '#core/datasheets/reading/caps.ts'
import type { OnRow, SheetFacts } from '#core/datasheets/reading/sheet.ts'
import { openCsv } from '#server/files/csv-file.ts'
import { kindOfFile } from '#server/files/kind.ts'
import { openXlsx } from '#server/files/xlsx.ts'

/** A file that was opened. Close it; nothing may be read after that. */
export type Workbook = {
  kind: 'xlsx' | 'csv'
  /** Of a CSV file, as it was detected: to be said where it is not UTF-8. */
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'euc-kr' | null
  /** Whether serial numbers count from 1904. */
  date1904: boolean
  /** In the order of their tabs; `hidden` in any of the ways of hiding. */
  sheets: readonly { name: string; hidden: boolean }[]
  /** Sheets that hold no cells: charts and dialogs. */
  otherSheets: readonly string[]
  /** Other files that formulas take values from; the values may be old. */
  externalLinks: number
  /**
   * Whether the program that wrote it asks for all formulas to be computed anew: it did not compute them itself, and may have stored 0 for every result.
   */
  recalculates: boolean
  /**
   * Gives the rows of a sheet in order, each once, as they are read; `false` as answer ends the reading, and the facts are then those of what was read.
   * One sheet at a time. A sheet may be read again. Texts of more than a dozen characters may hold on to the piece of the file that they are from (some
   * 100 kB): whoever keeps texts from many rows copies them.
   */
  readSheet: (name: string, onRow: OnRow) => Promise<SheetFacts>
  close: () => Promise<void>
}

/**
 * Opens a file of sheets by what it is, not by its name; `name` is what the person called it, of which a CSV file's only sheet takes its name. Nothing but the
 * directory and the list of sheets is read before a sheet is asked for. Every refusal, here and while reading, is thrown as `Unreadable` with a `Refusal`
 * (`datasheet_*`) that names the place, and what was seen and allowed.
 */
export async function openWorkbook(path: string, name: string, caps: ReadingCaps = defaultCaps): Promise<Workbook> {
  return (await kindOfFile(path, caps)) === 'zip' ? openXlsx(path, caps) : openCsv(path, name, caps)
}
