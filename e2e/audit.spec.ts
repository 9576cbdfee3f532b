import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { chooseInto, expect, expectAccessible, test } from './fixtures.ts'
import { awake } from './pages/awake.ts'
import type { Words } from './words.ts'

const open = async (page: Page, w: Words, query = ''): Promise<void> => {
  await page.goto(`/audit${query}`)
  await expect(page.getByRole('heading', { level: 1, name: w.audit.title })).toBeVisible()
}
const list = (page: Page, w: Words) => page.getByRole('region', { name: w.audit.title })

/** The rows come with the page; what a press does only once its script runs. */
const press = (page: Page, name: string, then: () => Promise<void>) =>
  expect(async () => {
    await page.getByRole('button', { name }).first().click({ timeout: 1_000 })
    await then()
  }).toPass()

test('finds acts by person, action and outcome, all in the address', async ({ page, w }) => {
  await open(page, w)
  await expect(list(page, w).getByRole('row').nth(1)).toBeVisible()
  await expect(async () => {
    await page.getByRole('textbox', { name: w.audit.columns.action }).fill('session.')
    await expect(page).toHaveURL(/action=session\./, { timeout: 2_000 })
  }).toPass()
  await expect(list(page, w).getByText('session.create').first()).toBeVisible()
  await expect(list(page, w).getByText('user.create')).toBeHidden()
  await chooseInto(page, /outcome=done/, page.getByRole('combobox', { name: w.audit.columns.outcome }), w.audit.outcomes.done)
  await page.getByLabel(w.audit.filters.to).fill('2020-01-01T00:00')
  await expect(page).toHaveURL(/to=2020-01-01T00/)
  await expect(page.getByText(w.table.nothing.title)).toBeVisible()
  await page.getByRole('button', { name: w.table.clear }).last().click()
  await expect(page).not.toHaveURL(/action=|outcome=|to=/)
  await expect(list(page, w).getByRole('row').nth(1)).toBeVisible()
})

test('shows all of a row beside the list', async ({ page, context, w }) => {
  await open(page, w, '?action=session.create')
  const first = list(page, w).getByRole('row').nth(1).getByRole('button')
  await expect(async () => {
    await first.click()
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await expect(page).toHaveURL(/entry=\d+/)
  const panel = page.getByRole('dialog')
  await expect(panel.getByText('session.create')).toBeVisible()
  await expect(panel.getByText(w.audit.entry.request, { exact: true })).toBeVisible()
  await expectAccessible(page)
  const shared = awake(await context.newPage())
  await shared.goto(page.url())
  await expect(shared.getByRole('dialog').getByText('session.create')).toBeVisible()
  await shared.close()
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
  await expect(page).not.toHaveURL(/entry=/)
  await page.goBack()
  await expect(panel).toBeVisible()
  // The program that signed in is named in the row of the act.
  await expect(panel.getByText(/Mozilla\/5\.0/)).toBeVisible()
  await page.goBack()
  await expect(panel).toBeHidden()
})

test('verifies the whole chain and leaves a row about it', async ({ page, w }) => {
  await open(page, w, '?action=audit.verify')
  const [before, after] = w.audit.verify.whole.split('{rows}')
  await press(page, w.audit.verify.button, () => expect(page.getByRole('status').filter({ hasText: after ?? before ?? '' })).toBeVisible({ timeout: 8_000 }))
  await expect(list(page, w).getByText('audit.verify').first()).toBeVisible()
  await expectAccessible(page)
})

test('gives what was filtered as CSV and as a workbook, and leaves rows', async ({ page, w }) => {
  await open(page, w, '?action=session.create')
  const saved = async (name: string): Promise<{ name: string; bytes: Buffer }> => {
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name, exact: true }).click()
    const file = await waiting
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
  }
  const csv = await saved(w.audit.export.csv)
  expect(csv.name).toMatch(/^audit_\d{8}_\d{6}Z\.csv$/)
  const [head, ...lines] = csv.bytes.toString().trim().split('\r\n')
  expect(head).toContain('id,seq,at,who')
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines) expect(line).toContain(',session.create,')
  const book = await saved(w.audit.export.xlsx)
  expect(book.name).toMatch(/\.xlsx$/)
  expect(book.bytes.subarray(0, 2).toString()).toBe('PK')
  await open(page, w, '?action=audit.export')
  await expect(list(page, w).getByText('audit.export').nth(1)).toBeVisible()
})
