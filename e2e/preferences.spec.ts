import { email, ownPassword } from './account.ts'
import { expect, expectAccessible, test } from './fixtures.ts'
import { strangersPage } from './pages/people.ts'
import { forgetDisplay } from './pages/preferences.ts'
import { SignInPage } from './pages/sign-in.ts'

/** Browsers spell the zone of these tests in two ways. */
const ownZone = /Asia\/Kath?mandu/

test.beforeEach(({ page, baseURL }) => forgetDisplay(page, baseURL))
test.afterEach(({ page, baseURL }) => forgetDisplay(page, baseURL))

test('density, columns, menu and pins are the same in a second browser', async ({ page, browser, baseURL, w, language }) => {
  const saved = () => page.waitForResponse((answer) => answer.url().endsWith('/me/preferences') && answer.request().method() === 'PATCH' && answer.ok())
  const column = (name: string) => page.getByRole('columnheader', { name })
  await page.goto('/runs')
  await expect(column(w.runs.columns.by)).toBeVisible()
  await page.getByRole('button', { name: w.table.view }).click()
  await Promise.all([saved(), page.getByRole('checkbox', { name: w.runs.columns.by }).click()])
  await expect(column(w.runs.columns.by)).toBeHidden()
  await Promise.all([saved(), page.getByText(w.table.compact, { exact: true }).click()])
  await page.keyboard.press('Escape')
  const wide = (await page.getByRole('navigation', { name: w.shell.menu }).boundingBox())?.width ?? 0
  await Promise.all([saved(), page.getByRole('button', { name: w.shell.narrowMenu }).click()])
  await expectAccessible(page)
  await page.goto('/retention')
  await page.getByRole('table').getByRole('link').first().click()
  await Promise.all([saved(), page.getByRole('button', { name: w.retention.pin, exact: true }).click()])
  const pinned = new URL(page.url()).pathname

  const there = await strangersPage(browser, baseURL, language)
  await there.goto('/sign-in')
  await new SignInPage(there, w).signIn(email, ownPassword)
  await expect(there.getByRole('heading', { level: 3, name: w.home.pinned })).toBeVisible()
  await expect(there.locator(`a[href="${pinned}"]`).first()).toBeVisible()
  expect((await there.getByRole('navigation', { name: w.shell.menu }).boundingBox())?.width).toBeLessThan(wide / 2)
  // Words are gone for the eye only.
  await there.getByRole('link', { name: w.nav.runs, exact: true }).click()
  await expect(there.locator('[data-density="compact"]')).toBeVisible()
  await expect(there.getByRole('columnheader', { name: w.runs.columns.state })).toBeVisible()
  await expect(there.getByRole('columnheader', { name: w.runs.columns.by })).toBeHidden()
  await there.context().close()
})

test('a change that the console did not take is not lost: the next page saves it', async ({ page, w, noise }) => {
  noise.allow(/ERR_FAILED|Failed to load resource/)
  await page.goto('/runs')
  await page.route('**/me/preferences', (route) => route.abort())
  await page.getByRole('button', { name: w.shell.narrowMenu }).click()
  await expect(page.getByRole('button', { name: w.shell.widenMenu })).toBeVisible()
  await page.unroute('**/me/preferences')
  await Promise.all([page.waitForResponse((answer) => answer.url().endsWith('/me/preferences') && answer.ok()), page.goto('/sources')])
  await expect(page.getByRole('button', { name: w.shell.widenMenu })).toBeVisible()
})

test('a time says the own zone beside KST and ISO 8601: by pointer, by keyboard, and to a screen reader', async ({ page }) => {
  await page.goto('/profile')
  const time = page.getByRole('table').locator('time').first()
  const hint = page.getByRole('tooltip')
  const iso = (await time.getAttribute('datetime')) ?? ''
  await expect(time).toContainText('KST')
  await time.hover()
  await expect(hint).toContainText('KST')
  await expect(hint).toContainText(ownZone)
  await expect(hint).toContainText(iso)
  // The pointer may go onto the hint, and Esc takes it away.
  await hint.hover()
  await expect(hint).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(hint).toBeHidden()
  await page.getByRole('heading', { level: 1 }).hover()

  await time.focus()
  await expect(hint).toContainText(ownZone)
  await expect(time).toHaveAccessibleDescription(/KST.*Asia\/Kath?mandu.*Z/)
  await expectAccessible(page)
  await page.keyboard.press('Tab')
  await expect(time).not.toHaveAttribute('aria-describedby')
})

test('a time inside of a button opens with the focus of the button', async ({ page, w }) => {
  await page.goto('/audit')
  const entry = page
    .getByRole('table')
    .getByRole('button')
    .filter({ has: page.locator('time') })
    .first()
  // A focus that came before the page was alive is no event for it.
  await expect(async () => {
    await entry.blur()
    await entry.focus()
    await expect(page.getByRole('tooltip')).toContainText(ownZone, { timeout: 1_000 })
  }).toPass()
  await expect(entry).toHaveAccessibleDescription(/KST/)
  await expectAccessible(page)
  await expect(page.getByRole('heading', { level: 1, name: w.audit.title })).toBeVisible()
})

test('the zone of the profile is the own zone, at once and everywhere', async ({ page, w }) => {
  const { profile } = w.accounts
  await page.goto('/profile')
  const zone = page.getByRole('combobox', { name: profile.zone })
  await zone.click()
  await zone.fill('New_York')
  await page.getByRole('listbox').getByRole('option', { name: 'America/New_York' }).click()
  const time = page.getByRole('table').locator('time').first()
  const hint = page.getByRole('tooltip')
  await expect(async () => {
    await page.getByRole('heading', { level: 1 }).hover()
    await time.hover()
    await expect(hint).toContainText('America/New_York', { timeout: 500 })
  }).toPass()
  await page.goto('/users')
  await page.getByRole('table').locator('time').first().hover()
  await expect(hint).toContainText('America/New_York')
})
