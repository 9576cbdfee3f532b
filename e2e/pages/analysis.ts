import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Locator, type Page } from '@playwright/test'
import type { Words } from '../words.ts'

type Asked = { source: string; from: string; to: string }

/** A cluster that takes every request and answers none; a connection that is cut is no longer counted. */
export async function silentCluster(): Promise<{ url: string; asked: () => number; close: () => Promise<void> }> {
  let open = 0
  const server = createServer((request) => {
    open++
    request.socket.once('close', () => open--)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, asked: () => open, close }
}

/** The form of an analysis and what comes of it. */
export class AnalysisPage {
  readonly page: Page
  readonly w: Words

  constructor(page: Page, w: Words) {
    this.page = page
    this.w = w
  }

  /** The form with its window filled in, once its calendars are there. */
  async openForm(asked: Asked): Promise<void> {
    await this.page.goto(`/retention/new?${new URLSearchParams(asked)}`)
    await expect(this.page.getByText(asked.from, { exact: false }).first()).toBeVisible()
  }

  /** A call of the console's own API from its page, with the session of the browser. */
  private call(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const sent = { method, path, body: body ? JSON.stringify(body) : undefined, key: randomUUID() }
    return this.page.evaluate(async ({ method, path, body, key }) => {
      const answer = await fetch(path, { method, body, headers: { 'content-type': 'application/json', 'idempotency-key': key } })
      return { status: answer.status, body: (await answer.json()) as unknown }
    }, sent)
  }

  async urlOf(source: string): Promise<string> {
    await this.page.goto('/retention')
    const { body } = await this.call('GET', `/api/v1/sources/${source}`)
    return (body as { url: string }).url
  }

  /** Adds a source of this name; there must be none yet. */
  async addSource(name: string, { url, prefix }: { url: string; prefix: string }): Promise<void> {
    await this.page.goto('/retention')
    const { status } = await this.call('POST', '/api/v1/sources', { name, url, prefix })
    expect(status).toBe(201)
  }

  /** Analyses the day of the sample and waits for its numbers. */
  async analyseSample(): Promise<void> {
    await this.page.goto('/retention/new')
    // The form comes with the page; what is pressed counts only once its script runs.
    await expect(async () => {
      await this.page.getByRole('button', { name: this.w.retention.form.presets.sampleDay }).click()
      await expect(this.page.getByRole('heading', { name: this.w.retention.definition.title })).toBeVisible({ timeout: 1_000 })
    }).toPass()
    await this.page.getByRole('button', { name: this.w.retention.form.submit }).click()
    await expect(this.page).toHaveURL(/\/retention\/\d+$/, { timeout: 30_000 })
    await expect(this.page.getByRole('term').filter({ hasText: this.w.retention.summary.d1 })).toBeVisible({ timeout: 90_000 })
  }

  sheet(): Locator {
    return this.page.getByRole('region', { name: this.w.retention.sheet.title })
  }
}
