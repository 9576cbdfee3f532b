import { randomUUID } from 'node:crypto'
import { expect, type Locator, type Page } from '@playwright/test'
import type { Words } from '../words.ts'

/** Schedules and their calendar. */
export class SchedulesPage {
  readonly page: Page
  readonly w: Words
  constructor(page: Page, w: Words) {
    this.page = page
    this.w = w
  }

  /** An export of everything, every day at 04:00 KST, from the first test environment that can be read. */
  async makeDaily(name: string, baseURL: string): Promise<string> {
    const { items } = (await (await this.page.request.get('/api/v1/environments?pageSize=200')).json()) as { items: { id: string; kind: string }[] }
    for (const { id } of items.filter(({ kind }) => kind === 'test')) {
      const answer = await this.page.request.post('/api/v1/schedules', {
        headers: { origin: baseURL, 'sec-fetch-site': 'same-origin', 'idempotency-key': randomUUID() },
        data: { name, act: 'datasheets.export', payload: { environment: id, format: 'xlsx' }, cron: '0 4 * * *' },
      })
      if (answer.status() === 201) return ((await answer.json()) as { id: string }).id
    }
    throw new Error('no test environment can be read')
  }

  async openCalendar(): Promise<void> {
    await this.page.goto('/calendar')
    await expect(this.page.getByRole('heading', { level: 1, name: this.w.calendar.title })).toBeVisible()
  }

  /** The schedule where it stands in the calendar. */
  links = (name: string): Locator => this.page.getByRole('main').getByRole('link', { name })

  async choose(view: keyof Words['calendar']['views']): Promise<void> {
    await this.page.getByRole('radiogroup', { name: this.w.calendar.view }).getByText(this.w.calendar.views[view], { exact: true }).click()
  }

  async change(state: keyof Words['schedules']['changes']): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name: this.w.schedules.changes[state] }).click()
  }
}
