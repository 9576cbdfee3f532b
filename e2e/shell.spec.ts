import { readFile } from 'node:fs/promises'
import excel from 'exceljs'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures.ts'
import { forgetDisplay } from './pages/preferences.ts'
import { say } from './words.ts'

test.describe('the palette', () => {
  test.afterEach(({ page, baseURL }) => forgetDisplay(page, baseURL))

  test('goes to places and does things by keyboard', async ({ page, w }) => {
    await page.goto('/')
    await page.keyboard.press('Control+k')
    const search = page.getByRole('textbox', { name: w.shell.palettePlaceholder })
    await search.fill('runs')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/runs$/)
    await page.getByRole('button', { name: w.shell.palette }).click()
    await search.fill('compact')
    await page.keyboard.press('Enter')
    await expect(page.locator('[data-density="compact"]')).toBeVisible()
  })

  test('changes the language and back', async ({ page, w }) => {
    await page.goto('/runs')
    await page.keyboard.press('Control+k')
    await page.getByRole('textbox', { name: w.shell.palettePlaceholder }).fill('language')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('textbox').fill('language')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: w.runs.title })).toBeVisible()
  })

  test('makes it dark, and it stays dark', async ({ page, w }) => {
    const scheme = page.locator('html')
    await page.goto('/')
    const choose = async (words: string) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('textbox', { name: w.shell.palettePlaceholder }).fill(words)
      await page.keyboard.press('Enter')
    }
    await choose(w.shell.actions.dark)
    await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'dark')
    await page.reload()
    await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'dark')
    await choose(w.shell.actions.scheme)
    await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'light')
  })
})

test('shortcuts: ? explains, g and a letter go, / searches, j k x Enter work in a list', async ({ page, w }) => {
  await page.goto('/')
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: w.shell.keys.title })
  await expect(help.getByText(w.shell.keys.select)).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page.getByRole('heading', { level: 1, name: w.runs.title })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('textbox', { name: w.runs.filters.search })).toBeFocused()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  const bar = page.getByRole('region', { name: w.table.bulk })
  await expect(bar).toBeVisible()
  await expectAccessible(page)
  await bar.getByRole('button', { name: w.table.selectNone }).click()
  await expect(bar).toBeHidden()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/runs\/\d+$/)
  await expect(page.getByRole('navigation', { name: w.shell.crumbs }).locator('[aria-current="page"]')).not.toBeEmpty()
})

test('a list is exported as it is filtered, as CSV and as a workbook', async ({ page, w }) => {
  // Fewer than a page of them.
  await page.goto('/runs?state=succeeded&kind=sample.load')
  const rows = page.getByRole('region', { name: w.runs.title }).locator('[data-row]')
  await expect(rows.first()).toBeVisible()
  const expected = await rows.count()
  const save = async (kind: RegExp) => {
    await page.getByRole('button', { name: w.table.export, exact: true }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: kind }).click()])
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
  }
  const csv = await save(/CSV/)
  expect(csv.name).toMatch(/^runs_\d{8}_\d{6}Z\.csv$/)
  expect(csv.content.toString('utf8').trimEnd().split('\r\n')).toHaveLength(expected + 1)
  const xlsx = await save(/XLSX/)
  expect(xlsx.name).toMatch(/\.xlsx$/)
  const book = new excel.Workbook()
  await book.xlsx.load(new Uint8Array(xlsx.content).buffer)
  expect(book.worksheets[0]?.actualRowCount).toBe(expected + 1)
  await page.getByRole('button', { name: w.table.export, exact: true }).click()
  await expect(page.getByRole('menuitem', { name: /CSV/ })).toBeVisible()
  await expectAccessible(page)
})

test('a chart and its table say the same', async ({ page, w }) => {
  await page.goto('/retention?source=sample')
  await page.getByRole('table').getByRole('link').first().click()
  const { byHour } = w.retention
  const drawing = page.getByRole('img', { name: new RegExp(`^${byHour.title}`) })
  await expect(drawing.locator('canvas')).toBeVisible()
  await expectAccessible(page)
  const players = Number((await page.locator('dd').first().textContent())?.replaceAll(/\D/g, ''))
  await page.getByText(w.chart.table, { exact: true }).first().click()
  await expect(drawing).toBeHidden()
  const table = page.getByRole('region', { name: byHour.title }).getByRole('table')
  await expect(table.getByRole('columnheader', { name: byHour.rate })).toBeVisible()
  const cells = await table.locator('tbody tr td:nth-child(2)').allTextContents()
  expect(cells.reduce((sum, cell) => sum + Number(cell.replaceAll(/\D/g, '')), 0)).toBe(players)
  await expectAccessible(page)
})

test('an analysis that is pinned stays at hand on the home page', async ({ page, w }) => {
  await page.goto('/retention')
  await page.getByRole('table').getByRole('link').first().click()
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/me/preferences') && answer.ok())
  await page.getByRole('button', { name: w.retention.pin, exact: true }).click()
  await saved
  const here = new URL(page.url()).pathname
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 3, name: w.home.pinned })).toBeVisible()
  await expect(page.locator(`a[href="${here}"]`).first()).toBeVisible()
  await page.goto(here)
  await page.getByRole('button', { name: w.retention.unpin, exact: true }).click()
  await expect(page.getByRole('button', { name: w.retention.pin, exact: true })).toBeVisible()
})

test('the home page has four columns on a wide screen and one on a phone', async ({ page, w }) => {
  const heading = (name: string) => page.getByRole('heading', { level: 2, name: new RegExp(`^${name}`) })
  const tops = () => Promise.all([w.home.needsMe, w.home.running, w.home.today, w.home.analyses].map(async (name) => (await heading(name).boundingBox())?.y))
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/')
  await expect(heading(w.home.today)).toBeVisible()
  await expect.poll(async () => new Set(await tops()).size).toBe(1)
  await page.setViewportSize({ width: 320, height: 640 })
  await expect.poll(async () => new Set(await tops()).size).toBe(4)
  await expectNoSidewaysScroll(page)
})

test.describe('at 400 % zoom', () => {
  test.use({ viewport: { width: 320, height: 256 } })
  for (const path of ['/', '/runs', '/retention'])
    test(`${path} needs no sideways scrolling`, async ({ page }) => {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectNoSidewaysScroll(page)
    })
})

test('a table says how many rows there are, when they were counted, and in which zone', async ({ page, w }) => {
  await page.goto('/runs')
  const counted = say(w.table.counted, { time: '' }).trim()
  await expect(page.getByText(new RegExp(`KST.*${counted}|${counted}.*KST`))).toBeVisible()
})
