import type { BrowserContext, Page } from '@playwright/test'
import { expect, expectAccessible } from '../fixtures.ts'
import { awake } from './awake.ts'

type Panel = {
  /** Accessible name of the panel. */
  name: string | RegExp
  /** What opens it. */
  button: string
  /** What the address says while it is open. */
  parameter: RegExp
  /** A text that stands in the panel only. */
  inside: string
}

/** A side panel is a place: its address can be given to somebody else, Esc leaves it, the browser's way back and forth knows it. */
export async function expectSidePanel(page: Page, context: BrowserContext, { name, button, parameter, inside }: Panel): Promise<void> {
  const panel = page.getByRole('dialog', { name })
  await expect(async () => {
    await page.getByRole('button', { name: button, exact: true }).first().click({ timeout: 1_000 })
    await expect(panel).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await expect(page).toHaveURL(parameter)
  await expect(panel.getByText(inside, { exact: true })).toBeVisible()
  await expectAccessible(page)
  const other = awake(await context.newPage())
  await other.goto(page.url())
  await expect(other.getByRole('dialog', { name }).getByText(inside, { exact: true })).toBeVisible()
  await other.close()
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
  await expect(page).not.toHaveURL(parameter)
  await page.goBack()
  await expect(panel).toBeVisible()
  await page.goBack()
  await expect(panel).toBeHidden()
}
