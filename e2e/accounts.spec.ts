import { email, ownPassword } from './account.ts'
import { expect, test } from './fixtures.ts'
import { SignInPage } from './pages/sign-in.ts'

test.describe('without a session', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('signs in to where one was going, and out again', async ({ page, w }) => {
    await page.goto('/sources')
    await new SignInPage(page, w).signIn(email, ownPassword)
    await expect(page).toHaveURL(/\/sources$/)
    await expect(page.getByRole('heading', { level: 1, name: w.gamelog.title })).toBeVisible()

    await page.getByRole('button', { name: /Administrator/ }).click()
    await page.getByRole('menuitem', { name: w.accounts.menu.signOut }).click()
    await expect(page).toHaveURL(/\/sign-in$/)
    await page.goto('/sources')
    await expect(page).toHaveURL(/\/sign-in\?next=/)
  })

  test('refuses a wrong password without saying which part is wrong', async ({ page, w, noise }) => {
    noise.allow(/status of 401/)
    await page.goto('/sign-in')
    const signIn = new SignInPage(page, w)
    await signIn.signIn(email, 'a wrong password')
    const alert = page.getByRole('alert').filter({ hasText: w.problems.sign_in_failed.title })
    await expect(alert).toBeVisible()
    await signIn.signIn('nobody@example.com', 'a wrong password')
    await expect(alert).toBeVisible()
    await expect(page).toHaveURL(/\/sign-in$/)
  })

  test('never leads to another site after sign-in', async ({ page, w }) => {
    await page.goto('/sign-in?next=//example.com/')
    await new SignInPage(page, w).signIn(email, ownPassword)
    await expect(page.getByRole('heading', { level: 1, name: w.home.title })).toBeVisible()
  })
})

test('makes an API token, shows it once, and revokes it', async ({ page, w }) => {
  const { tokens } = w.accounts
  await page.goto('/tokens')
  await page.getByRole('button', { name: tokens.create }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: tokens.create }).click()
  await expect(dialog.getByText(tokens.nameMissing)).toBeVisible()
  await expect(dialog.getByText(tokens.scopesMissing)).toBeVisible()
  await dialog.getByRole('textbox', { name: tokens.columns.name }).fill('nightly report')
  await dialog.getByRole('checkbox', { name: 'retention.view' }).check()
  await dialog.getByRole('button', { name: tokens.create }).click()
  await expect(dialog.getByRole('textbox', { name: tokens.columns.token })).toHaveValue(/^qd_/)
  await dialog.getByRole('button', { name: tokens.done }).click()

  const row = page.getByRole('row').filter({ hasText: 'nightly report' })
  await row.getByRole('button').click()
  await page.getByRole('button', { name: tokens.revokeConfirm }).click()
  await expect(row.getByText(tokens.revoked)).toBeVisible()
})

test('goes by keyboard: palette, letters, help, search', async ({ page, w }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: w.home.title })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: w.shell.palettePlaceholder }).fill(w.nav.sources)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/sources$/)
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page).toHaveURL(/\/runs$/)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: w.shell.keys.title })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('changes language and theme, and keeps them', async ({ page, w }) => {
  await page.goto('/')
  await page.getByRole('button', { name: /Administrator/ }).click()
  await page.getByRole('menuitem', { name: w.accounts.menu.themes.dark }).click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.getByRole('button', { name: /Administrator/ }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
})
