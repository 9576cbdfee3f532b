import type { SheetRow } from '#core/datasheets/cell.ts'
import { cellAddress } from '#core/datasheets/cell.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import { type Header, resolveHeader } from '#core/datasheets/mapping/header.ts'
import type { Reading, UploadedFile } from '#core/datasheets/mapping/resolve.ts'
import { findingAt } from '#core/datasheets/mapping/sheet-finding.ts'
import { isOwnSheet, stampSheet } from '#core/datasheets/own-sheets.ts'
import type { Stamp } from '#core/datasheets/stamp.ts'
import { openWorkbook, type Workbook } from '#server/files/workbook.ts'
import type { DiffJob } from '#workers/datasheets/child/job.ts'
import type { ReadRows } from '#workers/datasheets/child/sheet-side.ts'
import type { Source } from '#workers/datasheets/child/table-plan.ts'

type Merged = Awaited<ReturnType<Workbook['readSheet']>>['merged'][number]

/** Whether merged cells hide values: titles, notes beside the table and skipped rows may be merged as anybody likes. */
function coversData({ firstRow, firstColumn, lastRow, lastColumn }: Merged, { reading, header }: Pick<Source, 'reading' | 'header'>): boolean {
  const { headerRow, skipRows } = reading.sheetMapping
  const first = Math.max(firstRow, headerRow + 1)
  const skipped = new Set(skipRows.filter((row) => row >= first && row <= lastRow)).size
  return lastRow - first + 1 > skipped && header.columns.slice(firstColumn, lastColumn + 1).some((column) => column !== null)
}

const isStamp = ({ kind }: Workbook, sheet: string): boolean => kind === 'xlsx' && sheet === stampSheet
const isOwn = ({ kind }: Workbook, sheet: string): boolean => kind === 'xlsx' && isOwnSheet(sheet)

/** The files of a job, open for reading. What an export adds for itself is none of their sheets. */
export class OpenFiles {
  readonly uploaded: UploadedFile[] = []
  private readonly books = new Map<string, Workbook>()

  static async open({ files, caps }: DiffJob): Promise<OpenFiles> {
    const opened = new OpenFiles()
    for (const { name, path } of files) {
      const book = await openWorkbook(path, name, caps)
      opened.books.set(name, book)
      opened.uploaded.push({ file: name, sheets: book.sheets.map((sheet) => sheet.name).filter((sheet) => !isOwn(book, sheet)) })
    }
    return opened
  }

  /** Reads what all sheets of a file share, which takes a while and needs nothing of the database: the texts. */
  async warm(): Promise<void> {
    for (const book of this.books.values()) if (book.sheets[0]) await book.readSheet(book.sheets[0].name, () => false)
  }

  isHidden(file: string, sheet: string): boolean {
    return this.bookOf(file).sheets.some(({ name, hidden }) => name === sheet && hidden)
  }

  /** The columns of a sheet, from its header row; nothing behind it is read. */
  async header(reading: Reading): Promise<Header> {
    const { headerRow } = reading.sheetMapping
    let found: SheetRow | null = null
    await this.bookOf(reading.file).readSheet(reading.sheet, (row) => {
      if (row.number === headerRow) found = row
      return row.number < headerRow
    })
    return resolveHeader(reading, (found as SheetRow | null)?.cells ?? [])
  }

  /** Hands over the rows of a sheet, and says what stands against its form: merged cells among the data. */
  reader(found: (finding: Finding) => void): ReadRows {
    return async (source, taker) => {
      const { reading } = source
      const book = this.bookOf(reading.file)
      const take = taker(book.date1904)
      const { merged, formulas } = await book.readSheet(reading.sheet, (row) => {
        take(row)
      })
      const { file, sheet, table } = reading
      if (book.recalculates && formulas > 0) found(findingAt('warning', 'formulas_not_computed', { file, sheet, table: table.name }, { count: formulas }))
      for (const range of merged) {
        if (!coversData(range, source)) continue
        const { firstRow, firstColumn, lastRow, lastColumn } = range
        const cell = cellAddress(firstColumn, firstRow)
        found(findingAt('error', 'merged_cells', { file, sheet, table: table.name, cell }, { range: `${cell}:${cellAddress(lastColumn, lastRow)}` }))
      }
    }
  }

  /** What exports wrote down in their files; null where it cannot be read. Files that are no exports are left out. */
  async stamps(): Promise<{ file: string; stamp: Stamp | null }[]> {
    const stamps: { file: string; stamp: Stamp | null }[] = []
    for (const [file, book] of this.books) {
      if (!book.sheets.some(({ name }) => isStamp(book, name))) continue
      const rows: string[][] = []
      await book.readSheet(stampSheet, ({ cells }) => {
        rows.push(cells.map(({ raw }) => raw))
      })
      // Most files are no exports, and what checks a stamp takes long to load.
      const { readStamp } = await import('#core/datasheets/stamp.ts')
      stamps.push({ file, stamp: readStamp(rows) })
    }
    return stamps
  }

  /** What is said of files as they are: the encoding of a text that is not UTF-8, values of other files. */
  remarks(): Finding[] {
    return [...this.books].flatMap(([file, { encoding, externalLinks }]) => [
      ...(encoding && encoding !== 'utf-8' ? [findingAt('warning', 'file_encoding', { file }, { encoding })] : []),
      ...(externalLinks > 0 ? [findingAt('warning', 'file_external_links', { file }, { count: externalLinks })] : []),
    ])
  }

  async close(): Promise<void> {
    for (const book of this.books.values()) await book.close()
  }

  private bookOf(file: string): Workbook {
    const book = this.books.get(file)
    if (!book) throw new Error(`no file ${file}`)
    return book
  }
}
