import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { columnLetters } from '#core/datasheets/cell.ts'
import type { FileSize } from '#core/datasheets/export/beyond.ts'
import { headerNote, type Say } from '#core/datasheets/export/header-note.ts'
import { partName } from '#core/datasheets/export/part-names.ts'
import { tableMeantBy } from '#core/datasheets/mapping/resolve.ts'
import { unreadable } from '#core/datasheets/reading/unreadable.ts'
import { listSheet, type StampHeader, StampRows, stampOf, stampSheet } from '#core/datasheets/stamp.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import { type GameSession, openGameDatabase } from '#server/game-database.ts'
import { readGameSchema } from '#server/game-schema.ts'
import { wordsIn } from '#server/http/problem.ts'
import { openSnapshot } from '#workers/datasheets/child/snapshot.ts'
import { cpuMs, peakBytes } from '#workers/datasheets/child/spent.ts'
import { CsvFile, makeFolder, packFiles } from '#workers/datasheets/export/csv-files.ts'
import type { ExportedTable, ExportJob, ExportResult } from '#workers/datasheets/export/job.ts'
import { readSheet } from '#workers/datasheets/export/read-sheet.ts'
import { type SheetOrder, stampPart, type TableOrder, tableOrders } from '#workers/datasheets/export/table-orders.ts'
import { type FileColumn, type SheetFile, WorkbookFile } from '#workers/datasheets/export/workbook-file.ts'

export type Progress = (stage: 'write', rows: number) => void

const progressRows = 5_000
/** Parts of an archive: those of a workbook itself, and those of a sheet with comments at its headers. */
const bookEntries = 12
const notedEntries = 4
const widest = 40
const narrowest = 10

/** Wide enough for the header, and for most of what a column of its type holds. */
function widthOf({ header, column }: SheetOrder['plan']['columns'][number]): number {
  const { type } = column
  const usual = type.kind === 'text' ? Math.min(type.maxChars ?? widest, widest) : type.kind === 'json' ? widest : type.kind === 'datetime' ? 20 : narrowest
  return Math.max(narrowest, Math.min(widest, Math.max(header.length + 2, usual)))
}

/** Writes the tables of a job to its folder, all as of one moment. */
export class ExportRun {
  private readonly job: ExportJob
  private readonly progress: Progress
  private readonly tables: ExportedTable[] = []
  private readonly size: FileSize = { fileBytes: 0, sheets: 0, rows: 0, cells: 0, entries: 0 }
  private readonly say: Say
  private read = 0

  constructor(job: ExportJob, progress: Progress) {
    this.job = job
    this.progress = progress
    const words = wordsIn(job.locale)
    this.say = (key, params) => words(`datasheets.exports.note.${key}`, params) ?? key
  }

  /** @throws Unreadable for what cannot be written, and the driver's errors. */
  async run(): Promise<void> {
    const began = performance.now()
    const written = await openGameDatabase(this.job.url).session(async (session) => {
      await openSnapshot(session)
      const readAt = new Date().toISOString()
      const schema = await readGameSchema(session, { tables: this.job.allowed })
      const { orders, left } = tableOrders(this.job, schema)
      const files = await (this.job.format === 'xlsx' ? this.toWorkbook(session, orders, schema, readAt) : this.toCsvs(session, orders))
      await session.execute('COMMIT')
      return { readAt, left, files }
    })
    const result: ExportResult = {
      ...written,
      tables: this.tables,
      size: this.size,
      durationMs: Math.round(performance.now() - began),
      peakBytes: peakBytes(),
      cpuMs: cpuMs(),
    }
    await writeFile(join(this.job.folder, 'result.json'), JSON.stringify(result))
  }

  /** Counts a row, and says now and then how many there are. */
  private counted(): void {
    if (++this.read % progressRows === 0) this.progress('write', this.read)
  }

  private add(file: { rows: number; cells: number }): void {
    this.size.sheets++
    this.size.cells += file.cells
    // A reader counts the header as a row.
    this.size.rows += file.rows + 1
  }

  private async toWorkbook(session: GameSession, orders: readonly TableOrder[], schema: readonly TableDef[], at: string): Promise<string[]> {
    const path = join(this.job.folder, 'export.xlsx')
    const book = new WorkbookFile(path)
    const sheets = orders.reduce((sum, order) => sum + order.sheets.length, 0)
    const lists: string[][] = []
    const addList = (labels: readonly string[]): string => {
      lists.push([...labels])
      const letters = `$${columnLetters(lists.length - 1)}`
      return `${listSheet}!${letters}$1:${letters}$${labels.length}`
    }
    const notes = bookEntries + sheets * notedEntries <= this.job.mostEntries
    const parts: StampHeader['tables'] = []
    const digests: StampRows[] = []
    for (const order of orders) {
      const exported: ExportedTable = { table: order.table.name, rows: 0, sheets: [] }
      for (const sheet of order.sheets) {
        const stamp = new StampRows()
        const open = (part: number): SheetFile => book.sheet(this.formOf(order, sheet, schema, part, notes), addList)
        const names = await this.fillSheets(session, order, sheet, stamp, open)
        exported.rows += stamp.rows
        exported.sheets.push(...names)
        if (!sheet.plan.hasRows) continue
        parts.push(stampPart(order, sheet, stamp.rows, names))
        digests.push(stamp)
      }
      this.tables.push(exported)
    }
    if (lists.length) book.hidden(listSheet, transposed(lists))
    const { environment } = this.job
    book.hidden(
      stampSheet,
      stampOf(
        { v: 1, environment, at, tables: parts },
        digests.map((rows) => rows.cells()),
      ),
    )
    await book.end()
    this.size.fileBytes = (await stat(path)).size
    this.size.sheets += lists.length ? 2 : 1
    this.size.entries = bookEntries + this.size.sheets * (notes ? notedEntries : 1)
    return []
  }

  /** The rows of a sheet, in as many as they need; the names of all of them. */
  private async fillSheets(session: GameSession, order: TableOrder, sheet: SheetOrder, stamp: StampRows, open: (part: number) => SheetFile): Promise<string[]> {
    const files = [open(1)]
    const close = (file: SheetFile): void => {
      file.end()
      this.add(file)
    }
    if (sheet.plan.hasRows) {
      await readSheet(session, order, sheet, (key, values) => {
        let file = files.at(-1) as SheetFile
        if (file.isFull) {
          close(file)
          file = open(files.length + 1)
          files.push(file)
        }
        stamp.add(key, values)
        this.counted()
        return file.add(values)
      })
    }
    close(files.at(-1) as SheetFile)
    return files.map(({ name }) => name)
  }

  private formOf(order: TableOrder, { plan, writers }: SheetOrder, schema: readonly TableDef[], part: number, notes: boolean) {
    const name = partName(plan.sheet, part)
    if (part > 1 && tableMeantBy(name, this.job.mapping, schema) !== order.table) {
      throw unreadable('export_sheet_name_long', { table: order.table.name, sheet: name })
    }
    const columns = plan.columns.map((one, at): FileColumn => {
      const writer = writers[at] as SheetOrder['writers'][number]
      const { name: column, type } = one.column
      const note = headerNote(writer, order.mapping.columns[column], order.key.includes(column), this.say)
      return { header: one.header, writer, note, width: widthOf(one), labels: type.kind === 'enum' ? type.labels : null }
    })
    return { name, headerRow: plan.headerRow, skipRows: plan.skipRows, columns, notes }
  }

  private async toCsvs(session: GameSession, orders: readonly TableOrder[]): Promise<string[]> {
    const folder = await makeFolder(join(this.job.folder, 'sheets'))
    const names: string[] = []
    for (const order of orders) {
      const exported: ExportedTable = { table: order.table.name, rows: 0, sheets: [] }
      for (const sheet of order.sheets) {
        const { plan, writers } = sheet
        const name = `${plan.sheet}.csv`
        const columns = plan.columns.map(({ header }, at) => ({ header, writer: writers[at] as SheetOrder['writers'][number] }))
        const file = new CsvFile(join(folder, name), { headerRow: plan.headerRow, skipRows: plan.skipRows, columns })
        if (plan.hasRows) {
          await readSheet(session, order, sheet, (_, values) => {
            this.counted()
            return file.add(values)
          })
        }
        await file.end()
        this.add(file)
        // Each is a file of its own: the largest is what reading has a limit for.
        this.size.fileBytes = Math.max(this.size.fileBytes, (await stat(join(folder, name))).size)
        exported.rows += file.rows
        exported.sheets.push(plan.sheet)
        names.push(name)
      }
      this.tables.push(exported)
    }
    this.size.sheets = 1
    await packFiles(folder, names, join(this.job.folder, 'export.zip'))
    return names
  }
}

/** Lists that stand beside each other, as rows. */
function* transposed(lists: readonly (readonly string[])[]): Generator<string[]> {
  const longest = Math.max(...lists.map(({ length }) => length))
  for (let row = 0; row < longest; row++) yield lists.map((list) => list[row] ?? '')
}
