import { expect, type Locator, type Page } from '@playwright/test'
import type { Words } from '../words.ts'

/** The page that loads the sample game. */
export class SamplePage {
  readonly page: Page
  readonly w: Words

  constructor(page: Page, w: Words) {
    this.page = page
    this.w = w
  }

  /** Starts a load of the small size and waits until its live card stands where the button was. */
  async load(): Promise<void> {
    await this.page.goto('/sample')
    await this.page.getByRole('button', { name: /2,000/ }).click()
    await expect(this.page.getByRole('progressbar')).toBeVisible()
    await expect(this.page.getByRole('button', { name: /2,000/ })).toBeHidden()
  }

  button(command: keyof Words['runs']['commands']): Locator {
    return this.page.getByRole('button', { name: this.w.runs.commands[command], exact: true })
  }
}
