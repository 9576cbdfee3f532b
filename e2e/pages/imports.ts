import { randomUUID } from 'node:crypto'
import { expect, type Locator, type Page } from '@playwright/test'
import { say, type Words } from '../words.ts'
import { DatasheetsPage, type Sent } from './datasheets.ts'

type Typed = { environment?: string; rows?: number; tables?: readonly string[] }

/** Words of a message up to its first value or plural: what a label begins with. */
const begins = (message: string): RegExp =>
  new RegExp(
    message
      .split('{')[0]
      ?.trim()
      .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') || '.',
  )

/** A plan's way into a database, and what stays of it. */
export class ImportsPage {
  readonly page: Page
  readonly w: Words
  readonly sheets: DatasheetsPage

  constructor(page: Page, w: Words) {
    this.page = page
    this.w = w
    this.sheets = new DatasheetsPage(page, w)
  }

  private get words() {
    return this.w.datasheets
  }

  /** Chooses the game database that this browser works with. */
  async choose(environment: string): Promise<void> {
    const { items } = (await this.sheets.get('/api/v1/environments?pageSize=200')) as { items: { id: string; name: string }[] }
    const id = items.find(({ name }) => name === environment)?.id ?? ''
    expect(id).not.toBe('')
    await this.page.context().addCookies([{ name: 'environment', value: id, url: new URL(this.page.url()).origin }])
  }

  /** What is next with the plan on the page. */
  next(code: string): Locator {
    return this.page.getByRole('region', { name: this.words.steps.label }).and(this.page.locator(`[data-step="${code}"]`))
  }

  async expectNext(code: string): Promise<void> {
    await expect(this.next(code)).toBeVisible({ timeout: 60_000 })
  }

  async ask(reason: string): Promise<void> {
    await this.page.getByRole('button', { name: this.words.ask.open }).first().click()
    const dialog = this.page.getByRole('dialog', { name: this.words.ask.title })
    await dialog.getByRole('textbox', { name: this.words.ask.reason }).fill(reason)
    await dialog.getByRole('button', { name: this.words.ask.submit }).click()
    await this.expectNext('waiting')
  }

  applyDialog(): Locator {
    return this.page.getByRole('dialog')
  }

  async openApply(): Promise<Locator> {
    await this.next('apply').getByRole('button', { name: this.openWords }).click()
    const dialog = this.applyDialog()
    await expect(dialog).toBeVisible()
    return dialog
  }

  private readonly openWords = /행 적용$|^Import \d+ row/

  /** Types what the dialog asks for, and confirms. */
  async confirm({ environment, rows, tables = [] }: Typed): Promise<void> {
    const { apply } = this.words
    const dialog = this.applyDialog()
    if (environment !== undefined) await dialog.getByRole('textbox', { name: say(apply.typeEnvironment, { name: environment }) }).fill(environment)
    if (rows !== undefined) await dialog.getByRole('textbox', { name: begins(apply.typeRows) }).fill(String(rows))
    for (const table of tables) await dialog.getByRole('textbox', { name: new RegExp(table) }).fill(table)
    await dialog.locator('button[type="submit"]').click()
  }

  /** Applies the plan on the page and waits until it is written. */
  async apply(typed: Typed = {}): Promise<void> {
    await this.openApply()
    await this.confirm(typed)
    await this.expectNext('applied')
  }

  undoButton(): Locator {
    return this.page.getByRole('button', { name: begins(this.words.imports.undo) })
  }

  /** Opens the plan that takes back what the page tells of. */
  async openUndo(): Promise<void> {
    const before = this.page.url()
    await this.undoButton().click()
    await expect(this.page).not.toHaveURL(before)
    await expect(this.page).toHaveURL(/\/datasheets\/plans\/\d+/)
  }

  /** Follows the link from an imported plan to its receipt. */
  async toReceipt(): Promise<string> {
    await this.next('applied').getByRole('link').click()
    await expect(this.page).toHaveURL(/\/datasheets\/imports\/\d+/)
    await expect(this.page.getByRole('heading', { name: this.words.imports.receipt.title })).toBeVisible()
    return /\/imports\/(\d+)/.exec(this.page.url())?.[1] ?? ''
  }

  async compare(environment: string, ...files: Sent[]): Promise<string> {
    await this.sheets.open()
    await this.choose(environment)
    return this.sheets.compare(...files)
  }

  /** The workbook that an export of one table makes. */
  async exported(environment: string, table: string): Promise<Buffer> {
    const { body } = await this.call('POST', '/api/v1/datasheets/exports', { environment, tables: [table] })
    const { run } = body as { run: { id: string } }
    const artefact = async () => ((await this.sheets.get(`/api/v1/datasheets/exports/${run.id}`)) as { artefact: { id: string } | null }).artefact?.id
    await expect.poll(artefact, { timeout: 30_000 }).toBeTruthy()
    const answer = await this.page.request.get(`/api/v1/runs/${run.id}/artefacts/${await artefact()}`)
    expect(answer.status()).toBe(200)
    return answer.body()
  }

  /** A call of the console's own API from its page, with the session of the browser. */
  call(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const sent = { method, path, body: body ? JSON.stringify(body) : undefined, key: randomUUID() }
    return this.page.evaluate(async ({ method: way, path: where, body: given, key }) => {
      const answer = await fetch(where, { method: way, body: given, headers: { 'content-type': 'application/json', 'idempotency-key': key } })
      return { status: answer.status, body: (await answer.json()) as unknown }
    }, sent)
  }
}
