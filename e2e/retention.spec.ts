import { readFile } from 'node:fs/promises'
import { chooseInto, expect, expectAccessible, test } from './fixtures.ts'
import { AnalysisPage, silentCluster } from './pages/analysis.ts'
import { awake } from './pages/awake.ts'
import { SamplePage } from './pages/sample.ts'
import { say } from './words.ts'

const columns = [
  'uid',
  'auth_id',
  'nickname',
  'first_login_time',
  'retention_status',
  'country',
  'device',
  'active_seconds',
  'retention_d1',
  'tutorial_entry',
  'tutorial_completed',
  'dungeon_entry_count',
  'dungeon_escape_count',
  'monster_kill_count',
  'player_kill_count',
  'matching_complete_count',
  'friend_add_count',
]

const numberIn = (text: string | null): number => Number((text ?? '').replaceAll(',', ''))

test('from an empty console to a player sheet: load the sample in sight of two tabs, analyse a day, sort, filter, download', async ({ page, context, w }) => {
  test.setTimeout(240_000)
  const counted = new RegExp(w.sample.counted.replaceAll(/\{\w+\}/g, '[\\d,]+'))
  await test.step('a sample load is watched to its end in two tabs', async () => {
    await new SamplePage(page, w).load()
    const other = awake(await context.newPage())
    await other.goto('/runs')
    const row = other.getByRole('row').filter({ hasText: '2,000' }).first()
    await expect(row).toContainText(w.runs.states.running)
    await expect(row).toContainText(w.runs.states.succeeded, { timeout: 150_000 })
    await expect(page.getByText(w.sample.loaded)).toBeVisible()
    // What came with the end of the run is there without another look: what was counted, and the game databases.
    await expect(page.getByText(counted)).toBeVisible()
    const { current, kinds } = w.shell.environment
    await expect(page.getByRole('button', { name: say(current, { kind: kinds.test, name: 'test' }) })).toBeVisible()
    await other.close()
  })

  await test.step('the analysis of one day runs from the form', async () => {
    await page.getByRole('link', { name: w.sample.analyse }).click()
    await expect(page.getByRole('heading', { level: 1, name: w.retention.new })).toBeVisible()
    await page.getByRole('button', { name: w.retention.form.presets.yesterday }).click()
    await page.getByRole('button', { name: w.retention.form.presets.sampleDay }).click()
    await expect(page.getByText(w.retention.estimate.note)).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: w.retention.form.submit }).click()
    await expect(page).toHaveURL(/\/retention\/\d+$/)
    await expect(page.getByRole('term').filter({ hasText: w.retention.summary.d1 })).toBeVisible({ timeout: 90_000 })
    await expect(page.getByText(/95%.*–/)).toBeVisible()
  })

  const sheet = page.getByRole('region', { name: w.retention.sheet.title })
  const cell = (row: number, column: string) => sheet.getByRole('row').nth(row).getByRole('cell').nth(columns.indexOf(column))
  await test.step('the sheet sorts', async () => {
    await expect(sheet.getByRole('columnheader')).toHaveCount(columns.length)
    const header = sheet.getByRole('button', { name: w.retention.columns.active_seconds.label })
    await header.click()
    await expect(page).toHaveURL(/sort=active_seconds/)
    await header.click()
    await expect(page).toHaveURL(/sort=-active_seconds/)
    await expect(sheet.getByRole('columnheader', { name: w.retention.columns.active_seconds.label })).toHaveAttribute('aria-sort', 'descending')
    const seconds = async (row: number) => numberIn(await cell(row, 'active_seconds').textContent())
    await expect.poll(async () => (await seconds(1)) >= (await seconds(2)) && (await seconds(1)) > 0).toBe(true)
  })

  await test.step('the sheet filters, and the address keeps it', async () => {
    await chooseInto(
      page,
      /status=Retained_d1/,
      page.getByRole('combobox', { name: w.retention.columns.retention_status.label }),
      w.retention.statuses.Retained_d1,
    )
    await expect(sheet.getByRole('cell', { name: w.retention.statuses.Retained_d0 })).toHaveCount(0)
    const uid = (await cell(1, 'uid').textContent()) ?? ''
    await page.getByRole('textbox', { name: w.retention.sheet.search }).fill(uid)
    await expect(sheet.getByRole('row')).toHaveCount(2)
    await page.reload()
    await expect(sheet.getByRole('row')).toHaveCount(2)
    await expect(cell(1, 'uid')).toHaveText(uid)
    await page.getByRole('textbox', { name: w.retention.sheet.search }).fill('nobody has this uid')
    await expect(page.getByText(w.table.nothing.title)).toBeVisible()
    await page.getByRole('button', { name: w.table.clear }).last().click()
    await expect(sheet.getByRole('row').nth(2)).toBeVisible()
  })

  await test.step('the whole sheet downloads as CSV', async () => {
    await page.getByRole('button', { name: w.table.export, exact: true }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /CSV/ }).last().click()])
    const text = await readFile(await download.path(), 'utf8')
    const lines = text.trimEnd().split('\r\n')
    expect(text.charCodeAt(0)).toBe(0xfeff)
    expect(lines[0]?.slice(1)).toBe(columns.join(','))
    const players = numberIn(await page.locator('dd').first().textContent())
    expect(lines).toHaveLength(players + 1)
  })

  await test.step('the receipt says how it was computed', async () => {
    await page.getByRole('button', { name: w.retention.receipt.open }).click()
    const receipt = page.getByRole('dialog', { name: w.retention.receipt.title })
    await expect(receipt.getByText(w.retention.receipt.definition)).toBeVisible()
    await expect(receipt.getByText('ds-logs-live-login_comp').first()).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(receipt).toBeHidden()
    await expect(page).not.toHaveURL(/receipt/)
  })
})

test('the form says at the field what is missing', async ({ page, w }) => {
  await page.goto('/retention/new')
  await page.getByRole('button', { name: w.retention.form.submit }).click()
  await expect(page.getByText(w.retention.form.fromMissing)).toBeVisible()
  await expect(page.getByText(w.retention.form.toMissing)).toBeVisible()
})

const from = '2026-11-01T00:00:00+09:00'
const to = '2026-11-02T00:00:00+09:00'

for (const language of ['ko', 'en'] as const)
  test.describe(language, () => {
    test.use({ language })

    test('a part of the sentence leads to its field', async ({ page, w }) => {
      await new AnalysisPage(page, w).openForm({ source: 'sample', from, to })
      const meaning = page.locator('section').filter({ has: page.getByRole('heading', { name: w.retention.definition.title }) })
      await meaning.getByRole('button', { name: w.retention.form.identities.uid.label }).click()
      await expect(page.getByRole('radio', { name: w.retention.form.identities.uid.label, exact: true })).toBeFocused()
      // What unfolds still moves: a press may land where the choice just was.
      await expect(() => page.getByRole('radio', { name: w.retention.form.identities.account.label, exact: true }).check({ timeout: 2_000 })).toPass()
      await expect(meaning.getByRole('button', { name: /^(계정|account)$/ })).toBeVisible()
      await page.getByRole('checkbox', { name: w.retention.columns.friend_add_count.label }).uncheck()
      await expect(meaning.getByRole('button', { name: /^(8개|8 metrics)$/ })).toBeVisible()
      await expectAccessible(page)
    })

    test('a cancelled analysis ends although the cluster does not answer, and shows nothing', async ({ page, w }) => {
      const silent = await silentCluster()
      const analysis = new AnalysisPage(page, w)
      const name = `silent-${language}-${Date.now()}`
      await analysis.addSource(name, { url: silent.url, prefix: 'nothing-' })
      await analysis.openForm({ source: name, from, to })
      await page.getByRole('button', { name: w.retention.form.submit }).click()
      await expect(page).toHaveURL(/\/retention\/\d+$/)
      await expect(page.getByText(w.runs.states.running, { exact: true }).first()).toBeVisible({ timeout: 30_000 })
      await expect.poll(() => silent.asked()).toBeGreaterThan(0)
      await page.getByRole('button', { name: w.runs.commands.cancel, exact: true }).click()
      await expect(page.getByText(w.retention.cancelledNothing)).toBeVisible({ timeout: 20_000 })
      await expect(page.getByRole('region', { name: w.retention.sheet.title })).toHaveCount(0)
      await expectAccessible(page)
      await silent.close()
    })

    test('a failed analysis says what the cluster said, a code to quote and what to do, and can be run again', async ({ page, w, noise }) => {
      // The count of the form fails for the same reason.
      noise.allow(/status of 422/)
      const analysis = new AnalysisPage(page, w)
      const name = `empty-${language}-${Date.now()}`
      await analysis.addSource(name, { url: await analysis.urlOf('sample'), prefix: 'nothing-like-this-' })
      await analysis.openForm({ source: name, from, to })
      await page.getByRole('button', { name: w.retention.form.submit }).click()
      await expect(page).toHaveURL(/\/retention\/\d+$/)
      const said = page.getByRole('alert').filter({ hasText: w.problems.source_no_indices.title })
      await expect(said).toBeVisible({ timeout: 60_000 })
      await expect(said).toContainText('source_no_indices')
      await expect(page.getByText(w.retention.nothingHalf)).toBeVisible()
      await expectAccessible(page)
      const failed = page.url()
      await page.getByRole('button', { name: w.retention.runAgain }).click()
      await expect(page).not.toHaveURL(failed)
      await expect(page.getByRole('alert').filter({ hasText: w.problems.source_no_indices.title })).toBeVisible({ timeout: 60_000 })
    })
  })
