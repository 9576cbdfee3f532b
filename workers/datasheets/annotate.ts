import exceljs, { type Cell, type Workbook, type Worksheet } from 'exceljs'
import type { AnnotateJob, AnnotateMessage, Mark } from '#server/files/annotated.ts'
import { openWorkbook } from '#server/files/workbook.ts'

// A process of its own for one copy: the library holds the whole workbook in memory, and this memory has an end.
const colours = { error: 'FFFFC7CE', warning: 'FFFFEB9C' } as const
const longestNote = 2_000

/** A file of text as a workbook, so that there are cells to colour; its values are texts. */
async function fromText({ path, name }: AnnotateJob): Promise<Workbook> {
  const book = new exceljs.Workbook()
  const text = await openWorkbook(path, name)
  for (const { name: sheetName } of text.sheets) {
    const sheet = book.addWorksheet(sheetName.replace(/[[\]:*?/\\]/g, '_').slice(0, 31))
    await text.readSheet(sheetName, (row) => {
      for (const cell of row.cells) sheet.getCell(row.number, cell.column + 1).value = cell.raw
    })
  }
  await text.close()
  return book
}

async function load(job: AnnotateJob): Promise<Workbook> {
  if (job.kind === 'csv') return fromText(job)
  const book = new exceljs.Workbook()
  await book.xlsx.readFile(job.path)
  return book
}

/** Cells share their styles with others that look alike: only this one changes. */
function paint(cell: Cell, marks: readonly Mark[]): void {
  const level = marks.some((mark) => mark.level === 'error') ? 'error' : 'warning'
  cell.style = { ...cell.style, fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: colours[level] } } }
  const text = marks.map(({ message }) => message).join('\n')
  cell.note = { texts: [{ text: text.slice(0, longestNote) }], margins: { insetmode: 'auto' } }
}

/** A mark without a cell speaks of its sheet, one without a sheet of the file: they stand at the first cell. */
function annotate(book: Workbook, marks: readonly Mark[], csv: boolean): void {
  const [first] = book.worksheets
  const sheetOf = (mark: Mark): Worksheet | undefined => (mark.sheet === null || csv ? first : book.getWorksheet(mark.sheet))
  const places = Map.groupBy(marks, (mark) => `${sheetOf(mark)?.id ?? ''}!${mark.cell ?? 'A1'}`)
  for (const here of places.values()) {
    const [mark] = here
    const sheet = mark && sheetOf(mark)
    if (sheet) paint(sheet.getCell(mark.cell ?? 'A1'), here)
  }
}

async function work(job: AnnotateJob): Promise<AnnotateMessage> {
  try {
    const book = await load(job)
    annotate(book, job.marks, job.kind === 'csv')
    await book.xlsx.writeFile(job.out)
    return { done: true }
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}

process.on('disconnect', () => process.exit(1))
process.once('message', async (job: AnnotateJob) => {
  const message = await work(job)
  process.send?.(message, () => process.exit(0))
})
