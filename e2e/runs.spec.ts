import { randomUUID } from 'node:crypto'
import type { BrowserContext, Request } from '@playwright/test'
import { ownPassword } from './account.ts'
import { chooseInto, expect, expectAccessible, test } from './fixtures.ts'
import { silentCluster } from './pages/analysis.ts'
import { awake } from './pages/awake.ts'
import { SamplePage } from './pages/sample.ts'
import { say } from './words.ts'

test('a run is paused, resumed, cancelled and retried from its card', async ({ page, w }) => {
  test.setTimeout(200_000)
  const sample = new SamplePage(page, w)
  await sample.load()
  await expect(page.getByText(w.runs.states.running).first()).toBeVisible()
  await sample.button('pause').click()
  await expect(page.getByText(w.runs.states.paused, { exact: true }).first()).toBeVisible()
  await sample.button('resume').click()
  await expect(page.getByText(w.runs.states.running).first()).toBeVisible()
  await sample.button('cancel').click()
  await expect(page.getByText(w.runs.states.cancelled, { exact: true }).first()).toBeVisible()
  await sample.button('retry').click()
  await expect(page.getByText(w.sample.loaded)).toBeVisible({ timeout: 150_000 })
})

test('several runs are cancelled at once from the list, after a question that says how many', async ({ page, request, baseURL, w }) => {
  const cluster = await silentCluster()
  const name = `silent ${Date.now()}`
  const headers = () => ({ origin: baseURL ?? '', 'sec-fetch-site': 'same-origin', 'idempotency-key': randomUUID() })
  const source = await request.post(`${baseURL}/api/v1/sources`, { headers: headers(), data: { name, url: cluster.url, prefix: 'silent-' } })
  expect(source.status()).toBe(201)
  for (const day of [1, 2, 3]) {
    const data = { source: name, from: `2026-10-0${day}T00:00:00Z`, to: `2026-10-0${day + 1}T00:00:00Z` }
    const started = await request.post(`${baseURL}/api/v1/retention/analyses`, { headers: headers(), data })
    expect(started.status(), await started.text()).toBe(201)
  }
  await page.goto(`/runs?q=${encodeURIComponent(name)}`)
  const list = page.getByRole('region', { name: w.runs.title })
  await expect(list.locator('[data-row]')).toHaveCount(3)
  await list.getByRole('checkbox').nth(1).check()
  await list.getByRole('checkbox').nth(2).check()
  await page.getByRole('button', { name: say(w.runs.bulk.cancel, { count: 2 }) }).click()
  const question = page.getByRole('dialog', { name: say(w.runs.bulk.title, { count: 2 }) })
  await expect(question).toBeVisible()
  await expectAccessible(page)
  await question.getByRole('button', { name: say(w.runs.bulk.cancel, { count: 2 }) }).click()
  const ended = list.getByText(w.runs.states.cancelled, { exact: true })
  await expect(ended).toHaveCount(2, { timeout: 20_000 })
  await list.getByRole('checkbox').first().check()
  await page.getByRole('button', { name: say(w.runs.bulk.cancel, { count: 1 }) }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say(w.runs.bulk.cancel, { count: 1 }) })
    .click()
  await expect(ended).toHaveCount(3, { timeout: 20_000 })
  await list.getByRole('checkbox').first().check()
  await expect(page.getByText(w.runs.bulk.none)).toBeVisible()
  await cluster.close()
  const proved = await request.post(`${baseURL}/api/v1/me/proof`, { headers: headers(), data: { password: ownPassword } })
  expect(proved.status()).toBe(204)
  const { id } = (await source.json()) as { id: string }
  expect((await request.delete(`${baseURL}/api/v1/sources/${id}`, { headers: headers() })).status()).toBe(200)
})

test('finds runs by text, state and owner, all in the address', async ({ page, w }) => {
  await page.goto('/runs')
  const list = page.getByRole('region', { name: w.runs.title })
  await expect(list.getByRole('row').nth(1)).toBeVisible()
  await chooseInto(page, /state=succeeded/, page.getByRole('combobox', { name: w.runs.columns.state }), w.runs.states.succeeded)
  await page.getByRole('checkbox', { name: w.runs.filters.mine }).check()
  await expect(page).toHaveURL(/by=me/)
  await page.keyboard.press('/')
  await page.getByRole('textbox', { name: w.runs.filters.search }).fill('no such run')
  await expect(page.getByText(w.table.nothing.title)).toBeVisible()
  await page.getByRole('button', { name: w.table.clear }).last().click()
  await expect(page).not.toHaveURL(/state=|by=|q=/)
  await expect(list.getByRole('row').nth(1)).toBeVisible()
})

test('walks the rows by keyboard and opens one', async ({ page, w }) => {
  await page.goto('/runs')
  const first = page.getByRole('region', { name: w.runs.title }).getByRole('row').nth(1).getByRole('link')
  await expect(first).toBeVisible()
  // The rows come with the page; the keys only once its script runs.
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(page.locator('tr a:focus')).toBeVisible({ timeout: 300 })
  }).toPass()
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/runs\/\d+$/)
  await expect(page.getByRole('heading', { name: w.runs.facts.title })).toBeVisible()
})

test('says what failed, with a code to quote, and recovers', async ({ page, w, noise }) => {
  noise.allow(/status of 503/)
  await page.goto('/')
  await page.route('**/api/v1/runs?*', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      json: { title: 'Down', status: 503, detail: 'The database does not answer.', code: 'database_down', requestId: 'r-1' },
    }),
  )
  await page.goto('/runs?q=not-in-the-first-answer&kind=sample.load&page=2')
  await page.getByRole('textbox', { name: w.runs.filters.search }).fill('something else')
  await expect(page.getByRole('alert').filter({ hasText: 'database_down · r-1' })).toBeVisible({ timeout: 20_000 })
  await page.unrouteAll()
  await page.getByRole('button', { name: w.feedback.retry }).click()
  await expect(page.getByText('database_down')).toBeHidden()
})

/** How many event streams are open over all tabs. */
function countStreams(context: BrowserContext): () => number {
  const open = new Set<Request>()
  const forget = (request: Request) => open.delete(request)
  context.on('request', (request) => {
    if (request.url().endsWith('/api/v1/events')) open.add(request)
  })
  context.on('requestfinished', forget)
  context.on('requestfailed', forget)
  return () => open.size
}

test('two tabs share one event stream, and the second takes over', async ({ page, context, w }) => {
  const streams = countStreams(context)
  await page.goto('/runs')
  await expect.poll(streams).toBe(1)
  const other = awake(await context.newPage())
  await other.goto('/runs')
  await expect(other.getByRole('heading', { level: 1, name: w.runs.title })).toBeVisible()
  expect(streams()).toBe(1)
  await page.close()
  await expect.poll(streams).toBe(1)
})

test('says since when it is stale, goes on by asking, and says when nobody works', async ({ page, w, noise }) => {
  noise.allow(/ERR_FAILED|Failed to load resource/)
  await page.route('**/api/v1/events', (route) => route.abort())
  await page.route('**/api/v1/workers', (route) => route.fulfill({ json: { alive: 0, checkedAt: '2026-11-21T05:02:11.000Z' } }))
  await page.goto('/runs')
  await expect(page.getByText(/\d\d:\d\d:\d\d KST/).first()).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'KST' })).toBeVisible()
  await expect(page.getByText(w.runs.noWorker.title)).toBeVisible({ timeout: 15_000 })
  await page.waitForResponse((response) => response.url().includes('/api/v1/runs?'))
  await page.unrouteAll()
  await expect(page.getByRole('status').filter({ hasText: 'KST' })).toBeHidden({ timeout: 20_000 })
  await expect(page.getByText(w.runs.noWorker.title)).toBeHidden({ timeout: 20_000 })
})
