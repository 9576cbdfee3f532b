import type { Page, Route } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'
import { newPerson, somebody } from './pages/people.ts'
import { say, type Words } from './words.ts'

test('a viewer is told which permission a page needs, and who can grant it; what may be seen has no acts', async ({
  page,
  browser,
  baseURL,
  w,
  language,
  noise,
}) => {
  noise.allow(/status of 403/)
  const { denied } = w.accounts
  const theirs = await newPerson(page, browser, { baseURL, language }, somebody('Viewer'), 'viewer')
  for (const [path, permission] of [
    ['/users', 'users.view'],
    ['/audit', 'audit.view'],
  ] as const) {
    await theirs.goto(path)
    await expect(theirs.getByRole('heading', { name: denied.title })).toBeVisible()
    await expect(theirs.getByText(say(denied.text, { role: denied.roles.viewer, permission }))).toBeVisible()
    await expectAccessible(theirs)
  }
  for (const { path, title, add, form } of [
    { path: '/environments', title: w.environments.title, add: w.environments.add, form: w.environments.form.submitAdd },
    { path: '/sources', title: w.gamelog.title, add: w.gamelog.add, form: w.gamelog.form.submit },
  ]) {
    await theirs.goto(`${path}?add=true`)
    await expect(theirs.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await expect(theirs.getByRole('button', { name: add })).toBeHidden()
    await expect(theirs.getByRole('button', { name: form })).toBeHidden()
    await expect(theirs.getByRole('button', { name: w.records.edit, exact: true })).toHaveCount(0)
  }
  await theirs.context().close()
})

const places = [
  {
    name: 'environments',
    path: '/environments',
    api: '**/api/v1/environments?*',
    title: (w: Words) => w.environments.title,
    first: (w: Words) => w.environments.first,
  },
  { name: 'sources', path: '/sources', api: '**/api/v1/sources?*', title: (w: Words) => w.gamelog.title, first: (w: Words) => w.gamelog.first },
] as const

const fault = { title: 'Down', status: 503, detail: 'The database does not answer.', code: 'database_down', requestId: 'r-7' }
const broken = (route: Route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: fault })

const nothing = { items: [], total: 0, page: 1, pageSize: 50, countedAt: '2026-11-21T00:00:00.000Z' }

/** The first answer comes with the page; the browser asks again when its tab is looked at again. */
const lookAgain = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))

for (const { name, path, api, title, first } of places) {
  test(`${name}: what failed is said with a code to quote, and asking again mends it`, async ({ page, w, noise }) => {
    noise.allow(/status of 503/)
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1, name: title(w) })).toBeVisible()
    await page.route(api, broken)
    const note = page.getByRole('alert').filter({ hasText: 'database_down · r-7' })
    await expect(async () => {
      await lookAgain(page)
      await expect(note).toBeVisible({ timeout: 1_000 })
    }).toPass({ timeout: 40_000 })
    await expectAccessible(page)
    await page.unrouteAll()
    await note.getByRole('button', { name: w.feedback.retry }).click()
    await expect(note).toBeHidden()
  })

  test(`${name}: with none yet, says what they are for and how to begin`, async ({ page, w }) => {
    await page.goto(path)
    await page.route(api, (route) => (route.request().method() === 'GET' ? route.fulfill({ json: nothing }) : route.continue()))
    await expect(async () => {
      await lookAgain(page)
      await expect(page.getByRole('heading', { name: first(w).title })).toBeVisible({ timeout: 1_000 })
    }).toPass({ timeout: 40_000 })
    await expect(page.getByText(first(w).text)).toBeVisible()
    await expectAccessible(page)
  })
}

test('the audit: nothing found says so, a fault says so', async ({ page, w, noise }) => {
  noise.allow(/status of 503/)
  await page.goto('/audit?action=no.such.act')
  await expect(page.getByText(w.table.nothing.title)).toBeVisible()
  await page.route('**/api/v1/audit?*', broken)
  const search = page.getByRole('textbox', { name: w.audit.filters.search })
  await expect(async () => {
    await search.fill(`never asked ${Date.now()}`)
    await expect(page.getByRole('alert').filter({ hasText: 'database_down · r-7' })).toBeVisible({ timeout: 12_000 })
  }).toPass({ timeout: 40_000 })
})

test('a page that is still on its way says so, and an address that leads nowhere leads home', async ({ page, w, noise }) => {
  noise.allow(/status of 404/)
  await page.goto('/nothing-here')
  await expect(page.getByRole('heading', { level: 1, name: w.feedback.notFound.title })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: w.feedback.notFound.home }).click()
  await expect(page.getByRole('heading', { level: 1, name: w.home.title })).toBeVisible()
  await page.goto('/audit')
  let go = () => {}
  const held = new Promise<void>((resolve) => {
    go = resolve
  })
  await page.route('**/api/v1/audit?*', async (route) => {
    await held
    await route.continue()
  })
  await expect(async () => {
    await page.getByRole('textbox', { name: w.audit.filters.search }).fill('session')
    await expect(page).toHaveURL(/q=session/, { timeout: 2_000 })
  }).toPass()
  await expect(page.getByRole('status').filter({ hasText: w.table.updating })).toBeVisible()
  go()
  await expect(page.getByRole('region', { name: w.audit.title }).getByText('session.create').first()).toBeVisible()
})
