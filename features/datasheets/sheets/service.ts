import { ownText } from '#core/datasheets/reading/own-text.ts'
import { Unreadable } from '#core/datasheets/reading/unreadable.ts'
import { isOwnSheet } from '#core/datasheets/stamp.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import type { SheetPreview, Upload } from '#features/datasheets/uploads/schema.ts'
import { readingCaps } from '#server/files/caps.ts'
import { openWorkbook, type Workbook } from '#server/files/workbook.ts'

const longestText = 200
/** Of shared texts: they are in the memory of the web server, which has other things to do. Comparisons have a process of their own. */
const mostTextBytes = 64 * 1024 * 1024

/** One at a time: texts that the sheets of a workbook share are in memory while it is read. */
let turn: Promise<unknown> = Promise.resolve()

/** Works on a file that is open, when its turn has come; what it is refused for is the answer. */
export function withWorkbook<T>(path: string, name: string, work: (book: Workbook) => Promise<T>): Promise<T | Refusal> {
  const mine = turn.then(() => opened(path, name, work))
  turn = mine.catch(() => {})
  return mine
}

async function opened<T>(path: string, name: string, work: (book: Workbook) => Promise<T>): Promise<T | Refusal> {
  try {
    const book = await openWorkbook(path, name, { ...readingCaps, textBytes: mostTextBytes })
    try {
      return await work(book)
    } finally {
      await book.close()
    }
  } catch (error) {
    if (error instanceof Unreadable) return error.refusal
    // Deleted, or its time was over, since its row was read.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return refuse('upload_gone', 410, { file: name })
    throw error
  }
}

/** What a file is by its content, whatever its name says, and which sheets it has; what an export adds for itself is none of them. Refuses what cannot be read, by name. */
export const inspectFile = (path: string, name: string): Promise<Pick<Upload, 'kind' | 'sheets'> | Refusal> =>
  withWorkbook(path, name, async ({ kind, sheets }) => {
    const shown = sheets.filter((sheet) => kind !== 'xlsx' || !isOwnSheet(sheet.name))
    return { kind, sheets: shown.map((sheet) => ({ ...sheet })) }
  })

/** The first rows of a sheet as they stand in the file. */
export function previewSheet(path: string, name: string, sheet: { name: string; hidden: boolean }, most: number): Promise<SheetPreview | Refusal> {
  return withWorkbook(path, name, async (book) => {
    const rows: SheetPreview['rows'] = []
    let complete = true
    await book.readSheet(sheet.name, ({ number, hidden, cells }) => {
      if (rows.length === most) complete = false
      else rows.push({ number, hidden, cells: cells.map((cell) => ({ ...cell, raw: ownText(cell.raw, longestText) })) })
      return complete
    })
    return { ...sheet, rows, complete }
  })
}
