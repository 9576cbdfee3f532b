import { readFile } from 'node:fs/promises'
import { expect, expectAccessibleInBoth, expectNoSidewaysScroll, test } from './fixtures.ts'
import { AnalysisPage } from './pages/analysis.ts'
import { say } from './words.ts'

/** Cells of a CSV line; those with commas stand in quotes. */
const cellsOf = (line: string): string[] => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

const playerPage = /\/retention\/\d+\/players\//

for (const language of ['ko', 'en'] as const)
  test.describe(language, () => {
    test.use({ language })

    test('from the form to the sheet, to one player and his raw events, to a file of what was found', async ({ page, w }) => {
      test.setTimeout(180_000)
      const analysis = new AnalysisPage(page, w)
      await analysis.analyseSample()
      const sheet = analysis.sheet()
      await expect(sheet.getByRole('row').nth(1)).toBeVisible()

      await test.step('the result shows how far players came, who they are, and how they spread', async () => {
        await expect(page.getByRole('listitem').filter({ hasText: w.retention.funnel.steps.dungeon_escape_count })).toBeVisible()
        await expect(page.getByRole('button', { name: 'KR', exact: true })).toBeVisible()
        await expect(page.getByRole('img', { name: say(w.retention.distribution.title, { name: w.retention.distribution.active }) })).toBeVisible()
        await expectAccessibleInBoth(page)
      })

      await test.step('a country leads to its players, a range narrows them', async () => {
        await page.getByRole('button', { name: 'KR', exact: true }).click()
        await expect(page).toHaveURL(/country=KR/)
        await page.getByRole('button', { name: w.retention.range.open }).click()
        await page.getByRole('textbox', { name: w.retention.range.min }).fill('60')
        await page.getByRole('button', { name: w.retention.range.apply }).click()
        await expect(page).toHaveURL(/where=active_seconds/)
        await expect(sheet.getByRole('row').nth(1)).toContainText('KR')
        await expectAccessibleInBoth(page)
      })

      const found = await test.step('the file follows the filters', async () => {
        await page.getByRole('button', { name: w.table.export, exact: true }).click()
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /CSV/ }).first().click()])
        const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
        const columns = (lines[0] ?? '').slice(1).split(',')
        const rows = lines.slice(1).map(cellsOf)
        expect(rows.length).toBeGreaterThan(0)
        expect(new Set(rows.map((row) => row[columns.indexOf('country')]))).toEqual(new Set(['KR']))
        expect(Math.min(...rows.map((row) => Number(row[columns.indexOf('active_seconds')])))).toBeGreaterThanOrEqual(60)
        return rows.length
      })
      expect(await sheet.getByRole('row').count()).toBe(Math.min(found, 50) + 1)

      await test.step('the player’s gaps add up to the sheet', async () => {
        await sheet.getByRole('row').nth(1).getByRole('link').click()
        await expect(page).toHaveURL(playerPage)
        const more = page.getByRole('button', { name: w.retention.timeline.more })
        const said = page.getByText(language === 'ko' ? /시트의 활동 시간과 같습니다/ : /as the sheet says/)
        await expect(page.getByRole('listitem').filter({ hasText: 'login_comp' }).first()).toBeVisible({ timeout: 20_000 })
        await expect(async () => {
          if (await more.isVisible()) await more.click()
          await expect(said).toBeVisible({ timeout: 1_000 })
        }).toPass({ timeout: 30_000 })
        await expectAccessibleInBoth(page)
      })

      await test.step('one family, one event, its document', async () => {
        await page
          .getByRole('group', { name: w.retention.timeline.families })
          .getByText(/^login_comp/)
          .click()
        await expect(page).toHaveURL(/families=login_comp/)
        await page.getByRole('listitem').filter({ hasText: 'login_comp' }).first().getByRole('button').click()
        const document = page.getByRole('dialog').getByRole('region', { name: w.retention.timeline.json })
        await expect(document).toContainText('"@timestamp"')
        await expectAccessibleInBoth(page)
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toBeHidden()
      })

      await test.step('it fits a phone', async () => {
        await page.setViewportSize({ width: 320, height: 640 })
        await expectNoSidewaysScroll(page)
        await page.goBack()
        await expectNoSidewaysScroll(page)
      })
    })

    test('two analyses are compared: definitions, numbers with their test, receipts', async ({ page, w }) => {
      test.setTimeout(180_000)
      const analysis = new AnalysisPage(page, w)
      await analysis.analyseSample()
      const first = page.url()
      await page.getByRole('button', { name: w.retention.runAgain }).click()
      await expect(page).not.toHaveURL(first)
      await expect(page.getByRole('term').filter({ hasText: w.retention.summary.d1 })).toBeVisible({ timeout: 90_000 })
      await page.goto('/retention')
      const list = page.getByRole('region', { name: w.retention.title })
      await list.getByRole('row').nth(1).getByRole('checkbox').check()
      await expect(page.getByText(w.retention.list.oneMore)).toBeVisible()
      await list.getByRole('row').nth(2).getByRole('checkbox').check()
      await page.getByRole('link', { name: w.retention.list.compare }).click()
      await expect(page.getByText(w.retention.compare.sameDefinition)).toBeVisible()
      const row = page.getByRole('row').filter({ hasText: w.retention.compare.figures.d1 })
      await expect(row).toContainText('p = 1.0000')
      await expect(page.getByRole('row').filter({ hasText: w.retention.compare.receiptLines.snapshot })).toContainText(w.retention.compare.differ)
      await expectAccessibleInBoth(page)
      await page.setViewportSize({ width: 320, height: 640 })
      await expectNoSidewaysScroll(page)
    })
  })
