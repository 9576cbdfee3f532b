import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import exceljs, { type Worksheet, type WorksheetState } from 'exceljs'
import type { CellWriter } from '#core/datasheets/export/cell-writer.ts'
import { lastRow } from '#core/datasheets/export/part-names.ts'
import { type XmlColumn, xmlRows } from '#core/datasheets/export/xml-row.ts'

/** A column of a sheet with its header, the comment there, and the labels of its drop-down. */
export type FileColumn = { header: string; writer: CellWriter; note: string; width: number; labels: readonly string[] | null }
export type SheetForm = { name: string; headerRow: number; skipRows: readonly number[]; columns: readonly FileColumn[]; notes: boolean; state?: WorksheetState }

/**
 * What the streaming writer of exceljs 4.4.0 has beside its declarations: the stream of a sheet's XML, the pipe that packs it, and the table of styles.
 * Rows are written there as XML: a cell as an object costs more than all the rest of an export, and its number would have been rounded.
 */
type SheetStream = { uncork: () => void; pipes: readonly Writable[] }
type Styles = { addStyleModel: (style: { numFmt: string }) => number }

const pieceCharacters = 1 << 16
/** What waits for being packed: enough to keep that busy, little enough for the memory. */
const mostWaitingBytes = 4 << 20
/** A list in a cell's own validation; longer ones, and labels with commas, go to a sheet of their own. */
const longestList = 255

/** Where the XML of a sheet goes on: what the writer itself holds back is on its way before. */
function pipeOf(sheet: Worksheet): Writable {
  const { stream } = sheet as unknown as { stream: SheetStream }
  const [pipe] = stream.pipes
  if (typeof pipe?.write !== 'function') throw new Error('the writer of workbooks is not the one that is known here')
  stream.uncork()
  return pipe
}

/** A column of labels on the sheet of lists: its address, as drop-downs name it. */
export type AddList = (labels: readonly string[]) => string

function listFormula(labels: readonly string[], addList: AddList): string {
  const own = labels.join(',')
  const fits = own.length <= longestList && !labels.some((label) => /[",]/.test(label) || label !== label.trim())
  return fits ? `"${own}"` : addList(labels)
}

/** One sheet that is being written. */
export class SheetFile {
  readonly name: string
  rows = 0
  cells: number
  private readonly sheet: Worksheet
  private readonly pipe: Writable
  private readonly toXml: ReturnType<typeof xmlRows>
  private readonly skipped: ReadonlySet<number>
  private waiting = ''
  private underWay = 0
  private next: number

  constructor(sheet: Worksheet, styles: Styles, { name, headerRow, skipRows, columns, notes }: SheetForm, addList: AddList) {
    this.name = name
    this.sheet = sheet
    this.skipped = new Set(skipRows)
    this.next = headerRow + 1
    this.cells = columns.length
    const textStyle = styles.addStyleModel({ numFmt: '@' })
    this.toXml = xmlRows(columns.map(({ writer }): XmlColumn => ({ writer, style: styles.addStyleModel({ numFmt: writer.format }), textStyle })))
    sheet.columns = columns.map(({ writer, width }) => ({ width, style: { numFmt: writer.format } }))
    const row = sheet.getRow(headerRow)
    for (const [at, { header, note, labels }] of columns.entries()) {
      const cell = row.getCell(at + 1)
      cell.value = header
      cell.style = { numFmt: '@', font: { bold: true } }
      if (notes) cell.note = { texts: [{ text: note }], margins: { insetmode: 'auto' } }
      if (labels?.length) this.offer(at + 1, listFormula(labels, addList))
    }
    row.commit()
    this.pipe = pipeOf(sheet)
  }

  private offer(column: number, formula: string): void {
    const letters = this.sheet.getColumn(column).letter
    const { dataValidations } = this.sheet as unknown as { dataValidations: { add: (range: string, validation: object) => void } }
    // A warning: what stands for NULL and for an empty text is no label.
    const validation = { type: 'list', allowBlank: true, showErrorMessage: true, errorStyle: 'warning', formulae: [formula] }
    dataValidations.add(`${letters}${this.next}:${letters}${lastRow}`, validation)
  }

  /** Whether no further row has a place here. */
  get isFull(): boolean {
    while (this.skipped.has(this.next)) this.next++
    return this.next > lastRow
  }

  /** Canonical values in the order of the columns. What comes back is to be waited for. */
  add(values: readonly (string | null)[]): Promise<void> | undefined {
    while (this.skipped.has(this.next)) this.next++
    this.waiting += this.toXml(this.next++, values)
    this.rows++
    for (const value of values) if (value !== null) this.cells++
    return this.waiting.length < pieceCharacters ? undefined : this.flush()
  }

  private flush(): Promise<void> | undefined {
    const piece = Buffer.from(this.waiting)
    this.waiting = ''
    this.underWay += piece.length
    this.pipe.write(piece, () => {
      this.underWay -= piece.length
    })
    return this.underWay < mostWaitingBytes ? undefined : once(this.pipe, 'drain').then(() => {})
  }

  end(): void {
    if (this.waiting !== '') this.flush()
    this.sheet.commit()
  }
}

/** A workbook that is written sheet by sheet; of its rows nothing is kept. */
export class WorkbookFile {
  private readonly book: exceljs.stream.xlsx.WorkbookWriter
  private readonly styles: Styles
  private readonly closed: Promise<void>

  constructor(path: string) {
    const out = createWriteStream(path, { mode: 0o600 })
    this.closed = finished(out)
    // Told by `end`: until then the file has no other reader.
    this.closed.catch(() => {})
    this.book = new exceljs.stream.xlsx.WorkbookWriter({ stream: out, useSharedStrings: false, useStyles: true })
    this.book.creator = 'Quarterdeck'
    this.styles = (this.book as unknown as { styles: Styles }).styles
  }

  sheet(form: SheetForm, addList: AddList): SheetFile {
    return new SheetFile(this.book.addWorksheet(form.name, { views: [{ state: 'frozen', ySplit: form.headerRow }] }), this.styles, form, addList)
  }

  /** A sheet that nobody sees, of texts. */
  hidden(name: string, rows: Iterable<readonly string[]>): void {
    const sheet = this.book.addWorksheet(name, { state: 'veryHidden' })
    for (const cells of rows) sheet.addRow([...cells]).commit()
    sheet.commit()
  }

  async end(): Promise<void> {
    await this.book.commit()
    await this.closed
  }
}
