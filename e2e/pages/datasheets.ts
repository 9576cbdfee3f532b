import { expect, type Locator, type Page } from '@playwright/test'
import ExcelJS from 'exceljs'
import { say, type Words } from '../words.ts'

export type Row = Record<string, string | number | null>
export type Book = { name: string; sheets: Record<string, readonly Row[]> }
export type Sent = { name: string; mimeType: string; buffer: Buffer }

/** A workbook as a spreadsheet program would save it: names of columns on top, one row each. */
export async function workbook({ name, sheets }: Book): Promise<Sent> {
  const book = new ExcelJS.Workbook()
  for (const [title, rows] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(title)
    const columns = Object.keys(rows[0] ?? {})
    sheet.addRow(columns)
    for (const row of rows) sheet.addRow(columns.map((column) => row[column]))
  }
  const bytes = await book.xlsx.writeBuffer()
  return { name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: Buffer.from(bytes) }
}

/** The same workbook with other cells, as a spreadsheet program saves it: its hidden sheets stay. `row`: from 0, below the names of the columns. */
export async function edited(bytes: Buffer, name: string, sheet: string, changes: readonly { row: number; column: string; value: string }[]): Promise<Sent> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as unknown as ArrayBuffer)
  const table = book.getWorksheet(sheet)
  const columns = (table?.getRow(1).values ?? []) as unknown[]
  for (const { row, column, value } of changes) {
    const cell = table?.getRow(row + 2).getCell(columns.indexOf(column))
    if (cell) cell.value = value
  }
  const saved = await book.xlsx.writeBuffer()
  return { name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: Buffer.from(saved) }
}

/** Files, comparisons and differences. */
export class DatasheetsPage {
  readonly page: Page
  readonly w: Words

  constructor(page: Page, w: Words) {
    this.page = page
    this.w = w
  }

  private get words() {
    return this.w.datasheets
  }

  async open(): Promise<void> {
    await this.page.goto('/datasheets')
    await expect(this.page.getByRole('heading', { level: 1, name: this.words.title })).toBeVisible()
  }

  /** The list of what this page sends. */
  sending(): Locator {
    return this.page.getByRole('region', { name: this.words.uploads.sending.title })
  }

  async choose(...files: Sent[]): Promise<void> {
    // The button comes with the page; what is chosen counts only once its script runs.
    await expect(async () => {
      await this.page.locator('input[type="file"]').setInputFiles(files)
      await expect(this.sending()).toBeVisible({ timeout: 1_000 })
    }).toPass()
  }

  /** Drops a file anywhere on the page. */
  async drop(file: Sent): Promise<void> {
    const data = await this.page.evaluateHandle(
      ({ name, base64 }) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name))
        return transfer
      },
      { name: file.name, base64: file.buffer.toString('base64') },
    )
    await expect(async () => {
      await this.page.dispatchEvent('main', 'drop', { dataTransfer: data })
      await expect(this.sending().getByText(file.name)).toBeVisible({ timeout: 1_000 })
    }).toPass()
  }

  /** Compares all that was sent, and waits for the result. Gives the number of the comparison. */
  async compareSent(): Promise<string> {
    const button = this.sending().getByRole('button', { name: this.compareWords })
    await expect(button).toBeVisible({ timeout: 30_000 })
    await button.click()
    return this.result()
  }

  /** The button that compares, whatever the number of files. */
  readonly compareWords = /파일 비교$|^Compare \d+ file/

  async result(timeout = 60_000): Promise<string> {
    await expect(this.page).toHaveURL(/\/datasheets\/plans\/\d+/, { timeout: 30_000 })
    await expect(this.page.getByRole('heading', { name: this.words.summary.title })).toBeVisible({ timeout })
    return /\/plans\/(\d+)/.exec(this.page.url())?.[1] ?? ''
  }

  /** Sends files and compares them. */
  async compare(...files: Sent[]): Promise<string> {
    await this.open()
    await this.choose(...files)
    return this.compareSent()
  }

  /** The rows of one table. */
  diff(table: string): Locator {
    return this.page.getByRole('region', { name: say(this.words.diff.region, { table }) })
  }

  view(name: keyof Words['datasheets']['diff']['views']): Locator {
    return this.page.getByRole('radio', { name: this.words.diff.views[name] })
  }

  /** An answer of the API with the page's own session. */
  async get(path: string): Promise<unknown> {
    const answer = await this.page.request.get(path)
    expect(answer.status()).toBe(200)
    return answer.json()
  }

  /** What the game database holds of a table: a sheet with none of its rows would delete them all. */
  async rowsOf(table: string, strange: Row): Promise<Row[]> {
    const id = await this.compare(await workbook({ name: `${table}.xlsx`, sheets: { [table]: [strange] } }))
    const { items } = (await this.get(`/api/v1/datasheets/plans/${id}/tables/${table}/rows?op=delete&limit=500`)) as {
      items: { key: Row; cells: Record<string, [string | null, null]> }[]
    }
    return items.map(({ key, cells }) => ({ ...key, ...Object.fromEntries(Object.entries(cells).map(([name, [old]]) => [name, old])) }))
  }
}
