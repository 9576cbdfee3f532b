import exceljs from 'exceljs'

/** Cells of a row: a text is a text cell, a number a number cell, `date` a serial number that is shown as a date, null is blank. */
export type BookCell = string | number | boolean | { date: Date } | null
export type BookRow = readonly BookCell[]
export type BookSheet = {
  name: string
  rows: readonly BookRow[]
  hidden?: boolean
  merged?: string
  formulas?: Readonly<Record<string, string>>
  veryHidden?: boolean
}

/** Writes a workbook; the first row of a sheet is usually its header. */
export async function writeBook(path: string, sheets: readonly BookSheet[]): Promise<string> {
  const book = new exceljs.Workbook()
  for (const { name, rows, hidden, merged, formulas = {}, veryHidden } of sheets) {
    const sheet = book.addWorksheet(name, hidden || veryHidden ? { state: veryHidden ? 'veryHidden' : 'hidden' } : {})
    for (const [at, row] of rows.entries()) {
      for (const [column, value] of row.entries()) {
        if (value === null) continue
        const cell = sheet.getCell(at + 1, column + 1)
        cell.value = typeof value === 'object' ? value.date : value
        if (typeof value === 'object') cell.numFmt = 'yyyy-mm-dd hh:mm:ss'
      }
    }
    if (merged) sheet.mergeCells(merged)
    for (const [address, formula] of Object.entries(formulas)) {
      sheet.getCell(address).value = { formula, result: 0 }
      // Programs that cannot compute write 0, and that everything is to be computed anew.
      book.calcProperties.fullCalcOnLoad = true
    }
  }
  await book.xlsx.writeFile(path)
  return path
}
