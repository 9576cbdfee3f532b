import type { Page } from '@playwright/test'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures.ts'
import { answerProofs } from './pages/proof.ts'
import { expectSidePanel } from './pages/side-panel.ts'
import { say, type Words } from './words.ts'

// Changing and removing are dangerous acts: a session that was proved more than 5 minutes ago is asked first.
test.beforeEach(async ({ page, w, noise }) => {
  noise.allow(/status of 403/)
  await answerProofs(page, w)
})

/** Nothing listens there: adding works, a test says why it cannot be reached. */
const nowhere = { host: '127.0.0.1', port: '1', database: 'game', user: 'reader' }

async function fill(page: Page, w: Words, name: string, kind: 'test' | 'production'): Promise<void> {
  const { form } = w.environments
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: form.name, exact: true }).fill(name)
  await dialog.getByRole('radio', { name: w.shell.environment.kinds[kind] }).check()
  await dialog.getByRole('textbox', { name: form.host, exact: true }).fill(nowhere.host)
  await dialog.getByRole('textbox', { name: form.port, exact: true }).fill(nowhere.port)
  await dialog.getByRole('textbox', { name: form.database, exact: true }).fill(nowhere.database)
  await dialog.getByRole('textbox', { name: form.user, exact: true }).fill(nowhere.user)
  await dialog.getByRole('textbox', { name: form.password, exact: true }).fill('a password nobody sees again')
}

async function add(page: Page, w: Words, name: string, kind: 'test' | 'production'): Promise<void> {
  await page.goto('/environments?add=true')
  await fill(page, w, name, kind)
  await page.getByRole('dialog').getByRole('button', { name: w.environments.form.submitAdd }).click()
  await expect(rowOf(page, w, name)).toBeVisible()
}

/** A row by the button that only it has: dialogs about it carry its name, too. */
const rowOf = (page: Page, w: Words, name: string) => page.getByRole('button', { name: say(w.records.openName, { name }), exact: true })

/** Something that can be done with a record, from the menu of its row. */
async function act(page: Page, w: Words, name: string, words: string): Promise<void> {
  await page.getByRole('button', { name: say(w.records.actsOf, { name }), exact: true }).click()
  await page.getByRole('menuitem', { name: words, exact: true }).click()
}

const switchOf = (page: Page, w: Words, kind: 'test' | 'production', name: string) =>
  page.getByRole('button', { name: say(w.shell.environment.current, { kind: w.shell.environment.kinds[kind], name }) })

async function removeTest(page: Page, w: Words, name: string): Promise<void> {
  await page.goto('/environments')
  await act(page, w, name, w.records.remove)
  await page.getByRole('button', { name: w.environments.removeConfirm }).click()
  await expect(rowOf(page, w, name)).toBeHidden()
}

test('adds a game database, says in plain words why it cannot be reached, and shows no password again', async ({ page, w }) => {
  const name = `Broken ${Date.now()}`
  await page.goto('/environments?add=true')
  await page.getByRole('dialog').getByRole('button', { name: w.environments.form.submitAdd }).click()
  await expect(page.getByText(w.environments.form.nameMissing)).toBeVisible()
  await expect(page.getByText(w.environments.form.hostWrong)).toBeVisible()
  await add(page, w, name, 'test')
  await act(page, w, name, w.records.test)
  await expect(page.getByRole('alert').filter({ hasText: w.problems.environment_refused.title })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: name }).getByText(w.records.failed)).toBeVisible()
  await rowOf(page, w, name).click()
  const panel = page.getByRole('dialog', { name })
  await panel.getByRole('button', { name: say(w.records.testName, { name }) }).click()
  await expect(panel.getByRole('alert').filter({ hasText: w.problems.environment_refused.title })).toBeVisible()
  await panel.getByRole('button', { name: say(w.records.editName, { name }) }).click()
  await expect(page.getByRole('dialog').getByRole('textbox', { name: w.environments.form.password, exact: true })).toHaveValue('')
  expect(await page.content()).not.toContain('a password nobody sees again')
  await expectAccessible(page)
  await removeTest(page, w, name)
})

test('a production environment shows a red band everywhere, over dialogs too, and asks for its name', async ({ page, w, noise }) => {
  noise.allow(/status of 409/)
  const [name, quiet] = [`Live ${Date.now()}`, `Quiet ${Date.now()}`]
  // A new test environment is chosen by itself; so production is one that somebody has to choose.
  await add(page, w, quiet, 'test')
  await add(page, w, name, 'production')
  await act(page, w, name, w.environments.choose)
  await expect(switchOf(page, w, 'production', name)).toBeVisible()
  const band = page.locator('[data-kind="production"][aria-hidden="true"]').first()
  for (const path of ['/', '/runs', '/sources?add=true']) {
    await page.goto(path)
    await expect(switchOf(page, w, 'production', name)).toBeVisible()
    const box = await band.boundingBox()
    expect(box).toMatchObject({ x: 0, y: 0, height: 4 })
    const colour = await band.evaluate((element) => getComputedStyle(element).backgroundColor)
    expect(colour).toBe('rgb(217, 45, 32)')
  }
  await page.screenshot({ path: 'test-results/screens/production-band.png' })

  await page.goto('/environments')
  await act(page, w, name, w.records.remove)
  const dialog = page.getByRole('dialog')
  const typed = dialog.getByRole('textbox', { name: say(w.feedback.typed.label, { name }) })
  await typed.fill(name.toLowerCase())
  await dialog.getByRole('button', { name: w.environments.removeConfirm }).click()
  await expect(dialog.getByText(say(w.feedback.typed.wrong, { name }))).toBeVisible()
  await expectAccessible(page)
  await typed.fill(name)
  await dialog.getByRole('button', { name: w.environments.removeConfirm }).click()
  await expect(rowOf(page, w, name)).toBeHidden()
  await removeTest(page, w, quiet)
})

test('changing the address of a production environment asks for its name', async ({ page, w }) => {
  const name = `Live edit ${Date.now()}`
  await add(page, w, name, 'production')
  await act(page, w, name, w.records.edit)
  const form = page.getByRole('dialog').first()
  await form.getByRole('textbox', { name: w.environments.form.database, exact: true }).fill('game2')
  await form.getByRole('button', { name: w.environments.form.submitEdit }).click()
  const typed = page.getByRole('textbox', { name: say(w.feedback.typed.label, { name }) })
  await typed.fill(name)
  await typed.press('Enter')
  await expect(typed).toBeHidden()
  await expect(page.getByText('game2')).toBeVisible()
  await act(page, w, name, w.records.remove)
  await page.getByRole('textbox', { name: say(w.feedback.typed.label, { name }) }).fill(name)
  await page.getByRole('dialog').getByRole('button', { name: w.environments.removeConfirm }).click()
  await expect(rowOf(page, w, name)).toBeHidden()
})

test('details stand in a side panel with an address of its own: shared, closed by Esc, undone by the way back', async ({ page, context, w, noise }) => {
  noise.allow(/status of 404/)
  const name = `Panel ${Date.now()}`
  await add(page, w, name, 'test')
  await expectSidePanel(page, context, { name, button: say(w.records.openName, { name }), parameter: /open=[\w-]+/, inside: w.environments.added })
  await page.goto('/environments?open=nobody')
  await expect(page.getByRole('dialog', { name: w.feedback.notFound.title })).toBeVisible()
  await removeTest(page, w, name)
})

test('the list is searched and sorted in the address, leaves as a sheet, and a press anywhere in a row opens its panel', async ({ page, w }) => {
  const mark = String(Date.now())
  for (const name of [`Aa ${mark}`, `Bb ${mark}`]) await add(page, w, name, 'test')
  await page.getByRole('textbox', { name: w.environments.search }).fill(mark)
  await expect(page).toHaveURL(new RegExp(`q=${mark}`))
  const rows = page.locator('[data-row]')
  await expect(rows).toHaveCount(2)
  const byName = page.getByRole('button', { name: w.environments.columns.name, exact: true })
  await byName.click()
  await expect(page).toHaveURL(/sort=name/)
  await byName.click()
  await expect(page).toHaveURL(/sort=-name/)
  await expect(rows.first()).toContainText('Bb')
  await expect(rows.first().locator('time')).not.toHaveAttribute('tabindex')
  await page.getByRole('button', { name: w.table.export, exact: true }).click()
  const sheet = page.getByRole('menuitem', { name: /CSV/ })
  await expect(sheet).toHaveAttribute('href', `/api/v1/environments/export?sort=-name&q=${mark}&format=csv`)
  const [download] = await Promise.all([page.waitForEvent('download'), sheet.click()])
  expect(download.suggestedFilename()).toMatch(/^environments_\d{8}_\d{6}Z\.csv$/)
  await page.keyboard.press('Escape')
  await rows.first().getByText('127.0.0.1:1/game').click()
  const panel = page.getByRole('dialog', { name: `Bb ${mark}` })
  await expect(panel.locator('time').first()).toHaveAttribute('tabindex', '0')
  await expect(page).toHaveURL(/q=\d+.*open=/)
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
  for (const name of [`Aa ${mark}`, `Bb ${mark}`]) await removeTest(page, w, name)
})

test('the chosen environment is kept and can be switched by keyboard', async ({ page, w }) => {
  const [one, other] = [`Alpha ${Date.now()}`, `Beta ${Date.now()}`]
  await add(page, w, one, 'test')
  await add(page, w, other, 'test')
  await expect(switchOf(page, w, 'test', other)).toBeVisible()
  await switchOf(page, w, 'test', other).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: new RegExp(one) }).press('Enter')
  await expect(switchOf(page, w, 'test', one)).toBeVisible()
  await page.reload()
  await expect(switchOf(page, w, 'test', one)).toBeVisible()
  for (const name of [one, other]) await removeTest(page, w, name)
})

test('a log source is changed, looked at, and taken out of use', async ({ page, context, w }) => {
  const name = `logs ${Date.now()}`
  await page.goto('/sources?add=true')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: w.gamelog.form.name, exact: true }).fill(name)
  await dialog.getByRole('textbox', { name: w.gamelog.form.url, exact: true }).fill('http://127.0.0.1:1')
  await dialog.getByRole('button', { name: w.gamelog.form.submit }).click()
  await act(page, w, name, w.records.edit)
  await dialog.getByRole('textbox', { name: w.gamelog.form.prefix, exact: true }).fill('changed-')
  await dialog.getByRole('button', { name: w.gamelog.form.submitEdit }).click()
  await expect(page.getByText('changed-*')).toBeVisible()
  await expectSidePanel(page, context, { name, button: say(w.records.openName, { name }), parameter: /open=[\w-]+/, inside: w.gamelog.signInNone })
  await act(page, w, name, w.records.remove)
  await page.getByRole('button', { name: w.gamelog.removeConfirm }).click()
  await expect(rowOf(page, w, name)).toBeHidden()
})

for (const [language, colorScheme] of [
  ['ko', 'light'],
  ['en', 'dark'],
] as const)
  test.describe(`${language}, ${colorScheme}`, () => {
    test.use({ language, colorScheme })

    test('environments are accessible, narrow too', async ({ page, w }) => {
      const [name, quiet] = [`Look ${Date.now()}`, `Quiet ${Date.now()}`]
      await add(page, w, quiet, 'test')
      await add(page, w, name, 'production')
      await act(page, w, name, w.environments.choose)
      await page.screenshot({ path: `test-results/screens/environments-${language}-${colorScheme}.png` })
      await expectAccessible(page)
      await page.setViewportSize({ width: 320, height: 640 })
      await expectNoSidewaysScroll(page)
      await expect(switchOf(page, w, 'production', name)).toBeVisible()
      await act(page, w, name, w.records.remove)
      await page.getByRole('textbox', { name: say(w.feedback.typed.label, { name }) }).fill(name)
      await page.getByRole('dialog').getByRole('button', { name: w.environments.removeConfirm }).click()
      await expect(rowOf(page, w, name)).toBeHidden()
      await removeTest(page, w, quiet)
    })
  })
