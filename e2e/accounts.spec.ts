import { email, ownPassword } from './account.ts'
import { expect, expectAccessible, test } from './fixtures.ts'
import { acceptAndEnter, appCode, invite, newPerson, somebody, strangersPage } from './pages/people.ts'
import { forgetDisplay } from './pages/preferences.ts'
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
  const name = `nightly report ${Date.now()}`
  await page.goto('/tokens')
  await page.getByRole('button', { name: tokens.create }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: tokens.create }).click()
  await expect(dialog.getByText(tokens.nameMissing)).toBeVisible()
  await expect(dialog.getByText(tokens.scopesMissing)).toBeVisible()
  await dialog.getByRole('textbox', { name: tokens.columns.name }).fill(name)
  await dialog.getByRole('checkbox', { name: 'retention.view' }).check()
  await dialog.getByRole('button', { name: tokens.create }).click()
  await expect(dialog.getByRole('textbox', { name: tokens.columns.token })).toHaveValue(/^qd_/)
  await dialog.getByRole('button', { name: tokens.done }).click()

  const row = page.getByRole('row').filter({ hasText: name })
  await row.getByRole('button').click()
  await page.getByRole('button', { name: tokens.revokeConfirm }).click()
  await expect(row.getByText(tokens.states.revoked)).toBeVisible()
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

test('changes language and theme, and keeps them', async ({ page, baseURL, w }) => {
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
  await forgetDisplay(page, baseURL)
})

test('two people: an invited viewer sees less, and a change of role ends the session', async ({ page, browser, baseURL, w, language, noise }) => {
  noise.allow(/status of 403/)
  const { users, denied } = w.accounts
  const minji = somebody('Minji')
  const link = await invite(page, w, minji.email, denied.roles.viewer)
  await expectAccessible(page)

  const hers = await strangersPage(browser, baseURL, language)
  await acceptAndEnter(hers, w, link, minji)
  await expect(hers.getByRole('heading', { level: 1, name: w.home.title })).toBeVisible()
  await expect(hers.getByRole('link', { name: w.nav.users, exact: true })).toBeHidden()
  await hers.goto('/users')
  await expect(hers.getByRole('heading', { name: denied.title })).toBeVisible()
  await hers.goto(link)
  await expect(hers.getByRole('textbox', { name: w.accounts.invitation.name })).toBeVisible()

  await page.goto(`/users?q=${minji.email}`)
  await page.getByRole('button', { name: /Minji/ }).click()
  await page.getByRole('menuitem', { name: users.acts.role }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: users.columns.role }).click()
  await page.getByRole('listbox').getByRole('option', { name: denied.roles.operator, exact: true }).click()
  await dialog.getByRole('button', { name: users.acts.role }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('row').filter({ hasText: minji.email })).toContainText(denied.roles.operator)

  await hers.goto('/runs')
  await expect(hers).toHaveURL(/\/sign-in\?next=/)
  await hers.context().close()
})

test('a second factor: set up, asked for at sign-in, a recovery code works once', async ({ page, browser, baseURL, w, language, noise }) => {
  noise.allow(/status of 403/)
  const { secondFactor, signIn } = w.accounts
  const jun = somebody('Jun')
  const his = await newPerson(page, browser, { baseURL, language }, jun, 'operator')

  await his.goto('/profile')
  await his.getByRole('button', { name: secondFactor.setUp }).click()
  const dialog = his.getByRole('dialog')
  await dialog.getByRole('button', { name: secondFactor.begin }).click()
  await expect(dialog.getByRole('img', { name: secondFactor.qr })).toBeVisible()
  await expectAccessible(his)
  const secret = await dialog.getByRole('textbox', { name: secondFactor.secret }).inputValue()
  await dialog.getByRole('textbox', { name: secondFactor.code }).fill(appCode(secret))
  await dialog.getByRole('button', { name: secondFactor.confirm }).click()
  const codes = dialog.getByRole('list', { name: secondFactor.codesLabel }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const recovery = (await codes.first().textContent()) ?? ''
  await dialog.getByRole('button', { name: secondFactor.kept }).click()
  await expect(his.getByText(secondFactor.on, { exact: true })).toBeVisible()
  await his.context().close()

  const enter = async (code: string) => {
    const fresh = await strangersPage(browser, baseURL, language)
    await fresh.goto('/sign-in')
    await new SignInPage(fresh, w).signIn(jun.email, jun.password)
    await expect(fresh.getByText(signIn.codeTitle)).toBeVisible()
    await fresh.getByRole('textbox', { name: signIn.code, exact: true }).fill(code)
    await fresh.getByRole('button', { name: signIn.submit, exact: true }).click()
    return fresh
  }
  // A code counts for one step before and after its own, and only once: the next one is good however long it takes to type it.
  const byApp = await enter(appCode(secret, 1))
  await expect(byApp.getByRole('heading', { level: 1, name: w.home.title })).toBeVisible()
  const byRecovery = await enter(recovery)
  await expect(byRecovery.getByRole('heading', { level: 1, name: w.home.title })).toBeVisible()
  const again = await enter(recovery)
  await expect(again.getByRole('alert').filter({ hasText: w.problems.code_wrong.title })).toBeVisible()
  for (const opened of [byApp, byRecovery, again]) await opened.context().close()
})

test('sessions elsewhere are seen and ended from the profile', async ({ page, browser, baseURL, w, language, noise }) => {
  noise.allow(/status of 403/)
  const { sessions } = w.accounts
  const sora = somebody('Sora')
  const here = await newPerson(page, browser, { baseURL, language }, sora, 'viewer')
  const there = await strangersPage(browser, baseURL, language)
  await there.goto('/sign-in')
  await new SignInPage(there, w).signIn(sora.email, sora.password)
  await expect(there.getByRole('heading', { level: 1, name: w.home.title })).toBeVisible()

  await here.goto('/profile')
  await expectAccessible(here)
  await here.getByRole('button', { name: sessions.endOthers }).click()
  await expect(here.getByRole('button', { name: sessions.endOthers })).toBeHidden()
  await there.goto('/runs')
  await expect(there).toHaveURL(/\/sign-in\?next=/)
  await here.reload()
  await expect(here.getByRole('heading', { level: 1, name: w.accounts.profile.title })).toBeVisible()
  for (const opened of [here, there]) await opened.context().close()
})

test('a dangerous act asks for the password again and then goes on', async ({ page, w, noise }) => {
  noise.allow(/status of 403/)
  const { proof, tokens } = w.accounts
  let asked = 0
  await page.route('**/api/v1/tokens', async (route) => {
    if (route.request().method() !== 'POST' || asked > 0) return route.fallback()
    asked += 1
    const body = { title: 'x', status: 403, detail: 'x', code: 'proof_needed' }
    return route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(body) })
  })
  await page.goto('/tokens')
  await page.getByRole('button', { name: tokens.create }).click()
  const dialog = page.getByRole('dialog', { name: tokens.create })
  await dialog.getByRole('textbox', { name: tokens.columns.name }).fill('everything')
  await dialog.getByRole('checkbox', { name: tokens.all }).check()
  await dialog.getByRole('button', { name: tokens.create }).click()
  const question = page.getByRole('dialog', { name: proof.title })
  await question.getByRole('textbox', { name: proof.password }).fill(ownPassword)
  await question.getByRole('button', { name: proof.submit }).click()
  await expect(question).toBeHidden()
  await expect(page.getByRole('textbox', { name: tokens.columns.token, exact: true })).toHaveValue(/^qd_/)
})
