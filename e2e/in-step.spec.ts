import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { AnalysisPage, silentCluster } from './pages/analysis.ts'
import { workbook } from './pages/datasheets.ts'
import { ImportsPage } from './pages/imports.ts'
import type { Words } from './words.ts'

// What two answers say of one run must become the same by itself, whichever of them came first, and with no further news.

const many = 20_000
const from = '2026-11-01T00:00:00+09:00'
const to = '2026-11-02T00:00:00+09:00'
const state = (page: Page, w: Words, name: keyof Words['runs']['states']) => page.getByRole('main').getByText(w.runs.states[name], { exact: true }).first()

/** An analysis that waits for its cluster until it is cancelled. Gives the number of its run. */
async function waiting(imports: ImportsPage, analysis: AnalysisPage, url: string): Promise<string> {
  const source = `waits-${Date.now()}`
  await analysis.addSource(source, { url, prefix: 'nothing-' })
  const { status, body } = await imports.call('POST', '/api/v1/retention/analyses', { source, from, to })
  expect(status).toBe(201)
  return (body as { run: { id: string } }).run.id
}

const command = (imports: ImportsPage, run: string, name: string) => imports.call('POST', `/api/v1/runs/${run}/commands`, { command: name })

test('a comparison that was cancelled is made again by a retry on its page, which then shows it', async ({ page, w }) => {
  test.setTimeout(120_000)
  const imports = new ImportsPage(page, w)
  const { sheets } = imports
  const rows = Array.from({ length: many }, (_, n) => ({ text_key: `step.${n}`, ko: `문장 ${n}`, en: `Sentence ${n}` }))
  await sheets.open()
  await sheets.choose(await workbook({ name: 'Steps.xlsx', sheets: { localization: rows } }))
  await expect(sheets.sending().getByRole('button', { name: sheets.compareWords })).toBeVisible({ timeout: 30_000 })
  const { items } = (await sheets.get('/api/v1/datasheets/uploads?q=Steps.xlsx&sort=-createdAt')) as { items: { id: string }[] }
  const { body } = await imports.call('POST', '/api/v1/datasheets/plans', { environment: 'test', uploads: [items[0]?.id] })
  const { plan, run } = body as { plan: { id: string }; run: { id: string } }
  expect((await command(imports, run.id, 'cancel')).status).toBe(200)
  await page.goto(`/datasheets/plans/${plan.id}`)
  await expect(page.getByText(w.datasheets.plans.states.failed, { exact: true })).toBeVisible()
  await page.getByRole('button', { name: w.runs.commands.retry, exact: true }).click()
  await sheets.result()
  await expect(sheets.diff('localization')).toBeVisible()
})

test('the last comparisons say when one of them is done', async ({ page, w }) => {
  const imports = new ImportsPage(page, w)
  let going = true
  await imports.sheets.open()
  await page.route('**/api/v1/datasheets/plans?*', async (route) => {
    const answer = await route.fetch()
    const json = (await answer.json()) as { items: { state: string }[] }
    if (going && json.items[0]) json.items[0].state = 'computing'
    await route.fulfill({ json })
  })
  const computing = page.getByText(w.datasheets.plans.states.computing, { exact: true })
  await expect(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
    await expect(computing).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 40_000 })
  going = false
  await expect(computing).toBeHidden()
})

test('a page that was on its way while its run ended says so', async ({ page, w }) => {
  const cluster = await silentCluster()
  const imports = new ImportsPage(page, w)
  const run = await waiting(imports, new AnalysisPage(page, w), cluster.url)
  await page.goto('/runs')
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const answered = page.waitForRequest(new RegExp(`/runs/${run}\\?_rsc=`))
  await page.route(new RegExp(`/runs/${run}\\?_rsc=`), async (route) => {
    const answer = await route.fetch()
    await held
    await route.fulfill({ response: answer })
  })
  const link = page.locator(`td a[href="/runs/${run}"]`)
  await expect(page.getByRole('row').filter({ has: link })).toContainText(w.runs.states.running)
  await link.click()
  await answered
  const tray = page.waitForResponse(async (answer) => answer.url().includes('/api/v1/runs?by=me') && !(await answer.text()).includes(`"id":"${run}"`))
  expect((await command(imports, run, 'cancel')).status).toBe(200)
  await tray
  release()
  await expect(page).toHaveURL(new RegExp(`/runs/${run}$`))
  await expect(state(page, w, 'cancelled')).toBeVisible()
  await cluster.close()
})

test('an analysis that is retried goes on in sight, with no news of it too', async ({ page, w, noise }) => {
  noise.allow(/ERR_FAILED/)
  const cluster = await silentCluster()
  const imports = new ImportsPage(page, w)
  const run = await waiting(imports, new AnalysisPage(page, w), cluster.url)
  expect((await command(imports, run, 'cancel')).status).toBe(200)
  await page.route('**/api/v1/events', (route) => route.abort())
  await page.goto(`/retention/${run}`)
  await expect(state(page, w, 'cancelled')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: w.runs.commands.retry, exact: true }).click()
  await expect(state(page, w, 'running')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: w.runs.commands.cancel, exact: true }).click()
  await expect(state(page, w, 'cancelled')).toBeVisible({ timeout: 20_000 })
  await cluster.close()
})
