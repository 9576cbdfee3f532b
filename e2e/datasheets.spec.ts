import { readFile } from 'node:fs/promises'
import type { Page, Route } from '@playwright/test'
import ExcelJS from 'exceljs'
import { expect, expectAccessible, expectAccessibleInBoth, expectNoSidewaysScroll, test } from './fixtures.ts'
import { DatasheetsPage, type Row, workbook } from './pages/datasheets.ts'
import { ImportsPage } from './pages/imports.ts'
import { say } from './words.ts'

const strange = { level: 100_001, required_exp: 1, hp: 1, attack: 1, title: null }
const texts: Row[] = [
  { text_key: 'e2e.greeting', ko: '안녕하세요', en: 'Hello' },
  { text_key: 'e2e.lines', ko: '첫째 줄\n둘째 줄', en: 'First line\nSecond line' },
]
const withCell = (rows: readonly Row[], at: number, change: Row): Row[] => rows.map((row, n) => (n === at ? { ...row, ...change } : row))

for (const language of ['ko', 'en'] as const)
  test.describe(language, () => {
    test.use({ language })

    test('two files: errors with their cells, a copy with them marked, the mended file, and what it would change', async ({ page, w }) => {
      test.setTimeout(180_000)
      const sheets = new DatasheetsPage(page, w)
      const words = w.datasheets
      const levels = await sheets.rowsOf('level_guide', strange)
      expect(levels.length).toBeGreaterThan(50)
      const bad = withCell(withCell(levels, 3, { hp: 'many' }), 4, { attack: null })

      await test.step('one is dropped, one is chosen; each has its own progress', async () => {
        await sheets.open()
        await sheets.drop(await workbook({ name: 'Levels.xlsx', sheets: { LevelGuide: bad, Notes: [{ note: 'no data' }] } }))
        await sheets.choose(await workbook({ name: 'Texts.xlsx', sheets: { localization: texts } }))
        await expect(sheets.sending().getByText('Texts.xlsx')).toBeVisible()
        await expectAccessibleInBoth(page)
      })

      await test.step('errors come first, each with its cell, its value and its cure', async () => {
        await sheets.compareSent()
        await expect(page.getByRole('row').filter({ hasText: 'Levels.xlsx / LevelGuide / C5' })).toContainText('many')
        await expect(page.getByRole('row').filter({ hasText: 'Levels.xlsx / LevelGuide / D6' })).toContainText('attack')
        await expect(page.getByText(say(words.unread.unmatched, { file: 'Levels.xlsx', sheet: 'Notes' }))).toBeVisible()
        await expect(page.getByText('e2e.greeting')).toBeVisible()
        await expectAccessibleInBoth(page)
      })

      await test.step('a copy of the workbook has the bad cells marked', async () => {
        const link = page.getByRole('link', { name: say(words.findingList.annotated, { name: 'Levels.xlsx' }) })
        const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
        const book = new ExcelJS.Workbook()
        await book.xlsx.load((await readFile(await download.path())) as unknown as ArrayBuffer)
        const cell = book.getWorksheet('LevelGuide')?.getCell('C5')
        expect(cell?.value).toBe('many')
        expect(cell?.note).toBeTruthy()
        expect(cell?.fill?.type).toBe('pattern')
      })

      await test.step('the mended file has no errors; its differences are marked by sign, colour and words', async () => {
        const mended = withCell(levels, 3, { hp: 12_345 }).filter((_, n) => n !== 9)
        await sheets.compare(await workbook({ name: 'Levels.xlsx', sheets: { LevelGuide: [...mended, { ...strange, title: '신규' }] } }))
        const fold = page.getByRole('region', { name: words.diff.title })
        await expect(fold.getByText('+1', { exact: true })).toBeVisible()
        await expect(fold.getByText('-1', { exact: true })).toBeVisible()
        await expect(fold.getByText('~1', { exact: true })).toBeVisible()
        const diff = sheets.diff('level_guide')
        await expect(diff.getByRole('row').filter({ hasText: '100001' })).toContainText(words.diff.ops.insert)
        await expect(diff.locator('ins').filter({ hasText: '12345' })).toBeVisible()
        await expectAccessibleInBoth(page)
      })

      await test.step('side by side, and a line that goes above a line that comes; each view has an address', async () => {
        const choice = page.getByRole('radiogroup', { name: words.diff.view })
        await choice.getByText(words.diff.views.split).click()
        await expect(page).toHaveURL(/view=split/)
        await expect(sheets.diff('level_guide').getByRole('columnheader', { name: new RegExp(`^hp\\s*${words.diff.old}$`) })).toBeVisible()
        await expectAccessible(page)
        await choice.getByText(words.diff.views.classic).click()
        await expect(page).toHaveURL(/view=classic/)
        await expect(sheets.diff('level_guide').getByRole('row').filter({ hasText: '12345' })).toContainText('+')
        await expectAccessibleInBoth(page)
      })

      await test.step('only changed columns, one column, one kind, a search: all in the address', async () => {
        await page.getByRole('checkbox', { name: words.diff.changedOnly }).check()
        await expect(page).toHaveURL(/changed=true/)
        await expect(sheets.diff('level_guide').getByRole('columnheader', { name: 'attack' })).toHaveCount(0)
        await page.getByRole('button', { name: /hp ~1/ }).click()
        await expect(page).toHaveURL(/column=level_guide\.hp/)
        await page.getByRole('combobox', { name: words.diff.op }).selectOption('update')
        await expect(page).toHaveURL(/op=update/)
        await expect(sheets.diff('level_guide').getByRole('row').filter({ hasText: '100001' })).toHaveCount(0)
        await page.goto(page.url())
        await expect(sheets.diff('level_guide').getByRole('row').filter({ hasText: '12345' }).first()).toBeVisible()
        await page.getByRole('textbox', { name: words.diff.search }).fill('nothing like this')
        await expect(page.getByText(words.diff.nothingFound)).toBeVisible()
        await expectAccessible(page)
      })

      await test.step('it fits a phone', async () => {
        await page.setViewportSize({ width: 320, height: 640 })
        await expectNoSidewaysScroll(page)
        await page.goto('/datasheets')
        await expectNoSidewaysScroll(page)
        await page.goto('/datasheets/plans')
        await expectNoSidewaysScroll(page)
      })
    })

    test('a file that is what the database holds: no difference', async ({ page, w }) => {
      test.setTimeout(120_000)
      const sheets = new DatasheetsPage(page, w)
      const levels = await sheets.rowsOf('level_guide', strange)
      await sheets.compare(await workbook({ name: 'Same.xlsx', sheets: { level_guide: levels } }))
      await expect(page.getByRole('heading', { name: w.datasheets.diff.same.title })).toBeVisible()
      await expectAccessibleInBoth(page)
      await page.goto('/datasheets/plans')
      const row = page.getByRole('row').filter({ hasText: 'Same.xlsx' }).first()
      await expect(row).toContainText(w.datasheets.diff.sameShort)
      await expectAccessibleInBoth(page)
    })

    test('with the keyboard alone: a file, a comparison, from change to change, all of a row', async ({ page, w }) => {
      test.setTimeout(120_000)
      const sheets = new DatasheetsPage(page, w)
      const { diff, uploads } = w.datasheets
      await sheets.open()
      const button = page.getByRole('button', { name: uploads.drop.choose })
      await expect(async () => {
        await button.focus()
        const chooser = page.waitForEvent('filechooser', { timeout: 1_000 })
        await page.keyboard.press('Enter')
        await (await chooser).setFiles([await workbook({ name: 'Keys.xlsx', sheets: { localization: texts } })])
        await expect(sheets.sending()).toBeVisible({ timeout: 1_000 })
      }).toPass()
      const compare = sheets.sending().getByRole('button', { name: sheets.compareWords })
      await compare.focus()
      await page.keyboard.press('Enter')
      await sheets.result()
      const rows = sheets.diff('localization').getByRole('row')
      await expect(rows.nth(1)).toBeVisible()
      await page.keyboard.press('n')
      await expect(rows.nth(1)).toBeFocused()
      await page.keyboard.press('n')
      await expect(rows.nth(2)).toBeFocused()
      await page.keyboard.press('p')
      await expect(rows.nth(1)).toBeFocused()
      await page.keyboard.press('/')
      await page.keyboard.type('e2e.lines')
      await expect(page).toHaveURL(/q=e2e\.lines/)
      await page.keyboard.press('Tab')
      await expect(rows).toHaveCount(2)
      await page.keyboard.press('n')
      await expect(rows.nth(1)).toBeFocused()
      await page.keyboard.press('Enter')
      const whole = page.getByRole('dialog', { name: say(diff.rowTitle, { table: 'localization', key: 'e2e.lines' }) })
      await expect(whole.getByText('Second line')).toBeVisible()
      await expect(page).toHaveURL(/row=localization/)
      await expectAccessible(page)
      await page.keyboard.press('Escape')
      await expect(whole).toBeHidden()
    })

    test('the mapping: a strange sheet and a strange header find their places, versions are kept and restored', async ({ page, w }) => {
      test.setTimeout(180_000)
      const sheets = new DatasheetsPage(page, w)
      const { mapping } = w.datasheets
      await sheets.open()
      const file = await workbook({ name: 'Strange.xlsx', sheets: { LevelContents: [{ level: 1, required_exp: 120, hpp: 104, attack: 14, title: '견습' }] } })
      await sheets.choose(file)
      await expect(sheets.sending().getByRole('button', { name: sheets.compareWords })).toBeVisible({ timeout: 30_000 })
      const { latest } = (await sheets.get('/api/v1/datasheets/mappings/test')) as { latest: number }

      await test.step('what leads nowhere is proposed a place, one press away', async () => {
        await page.goto('/datasheets/mapping?environment=test')
        await expect(page.getByText(say(mapping.try.unmatched, { sheet: 'LevelContents' }))).toBeVisible({ timeout: 20_000 })
        await expectAccessibleInBoth(page)
        await page.getByRole('combobox', { name: mapping.try.connectOther }).selectOption('level_guide')
        await expect(page.getByText(mapping.dirty)).toBeVisible()
        await page.getByRole('button', { name: say(mapping.try.rename, { column: 'hp' }), exact: true }).click()
        await expect(page.getByRole('region', { name: mapping.try.rows }).getByRole('row').nth(1)).toContainText('104')
      })

      await test.step('slices that leave rows out are told where they stand, and are not saved', async () => {
        await page.getByRole('button', { name: /^level_guide/ }).click()
        await expect(page).toHaveURL(/table=level_guide/)
        await page.getByRole('button', { name: mapping.where.add }).click()
        await page.getByRole('combobox', { name: say(mapping.where.operator, { at: 1 }) }).selectOption('lt')
        await page.getByRole('textbox', { name: say(mapping.where.value, { at: 1 }) }).fill('50')
        await page.getByRole('button', { name: mapping.save }).click()
        await expect(page.getByRole('alert').filter({ hasText: 'level_guide' })).toBeVisible()
        await expectAccessibleInBoth(page)
        await page.getByRole('button', { name: say(mapping.where.remove, { at: 1 }) }).click()
      })

      await test.step('leaving with unsaved changes is asked first', async () => {
        await page.getByRole('link', { name: w.nav.runs, exact: true }).click()
        const question = page.getByRole('dialog', { name: w.feedback.leaving.title })
        await question.getByRole('button', { name: w.feedback.leaving.cancel }).click()
        await expect(question).toBeHidden()
        await expect(page).toHaveURL(/\/datasheets\/mapping/)
        await page.getByRole('button', { name: mapping.versions.open }).click()
        await expect(page.getByRole('dialog', { name: mapping.versions.title })).toBeVisible()
        await page.goBack()
        await expect(page.getByRole('dialog')).toHaveCount(0)
        await expect(page.getByText(mapping.dirty)).toBeVisible()
      })

      await test.step('it is saved as a version, and an older one can be looked at and restored', async () => {
        await page.getByRole('button', { name: mapping.save }).click()
        await expect(page.getByText(say(mapping.versionTag, { version: latest + 1 }), { exact: true })).toBeVisible()
        await page.getByRole('button', { name: mapping.versions.open }).click()
        const panel = page.getByRole('dialog', { name: mapping.versions.title })
        await expect(panel.getByRole('listitem').first()).toContainText(say(mapping.versions.version, { version: latest + 1 }))
        await expectAccessible(page)
        if (latest > 0) {
          await panel.getByRole('button', { name: say(mapping.versions.viewName, { version: latest }) }).click()
          await expect(page.getByText(say(mapping.versions.old, { version: latest }))).toBeVisible()
          await page.getByRole('button', { name: mapping.versions.restore }).click()
          await expect(page.getByText(say(mapping.versionTag, { version: latest + 2 }), { exact: true })).toBeVisible()
        } else {
          await page.keyboard.press('Escape')
          await page.getByRole('button', { name: say(mapping.sheet.removeName, { name: 'LevelContents' }) }).click()
          await page.getByRole('button', { name: mapping.save }).click()
          await expect(page.getByText(say(mapping.versionTag, { version: 2 }), { exact: true })).toBeVisible()
        }
      })

      await test.step('what somebody else saves meanwhile takes nothing of what is edited here', async () => {
        await page.goto('/datasheets/mapping?environment=test')
        const ignored = page.getByRole('combobox', { name: mapping.ignoreSheets })
        await ignored.fill('Mine')
        await ignored.press('Enter')
        await expect(page.getByText(mapping.dirty)).toBeVisible()
        type Stored = { version: number; author: string; mapping: { ignoreSheets: string[] } }
        const path = '/api/v1/datasheets/mappings/test'
        const before = (await sheets.get(path)) as Stored
        const theirs = { ...before.mapping, ignoreSheets: [...before.mapping.ignoreSheets, `Theirs ${before.version}`] }
        const save = async (change: object): Promise<Stored> => {
          const { status, body } = await new ImportsPage(page, w).call('PUT', path, change)
          expect(status).toBe(200)
          return body as Stored
        }
        const { version, author } = await save({ version: before.version, mapping: theirs })
        const overtaken = page.getByText(say(mapping.overtaken.title, { version, author }))
        await expect(async () => {
          await lookAgain(page)
          await expect(overtaken).toBeVisible({ timeout: 1_000 })
        }).toPass({ timeout: 20_000 })
        await expect(page.getByText('Mine', { exact: true })).toBeVisible()
        await expectAccessibleInBoth(page)
        await page.getByRole('button', { name: mapping.discard }).click()
        await expect(overtaken).toBeHidden()
        await expect(page.getByText(`Theirs ${before.version}`, { exact: true })).toBeVisible()
        await expect(page.getByText('Mine', { exact: true })).toBeHidden()
        await save({ version, mapping: before.mapping })
        await page.reload()
      })

      await test.step('it leaves as a file', async () => {
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: mapping.transfer.export }).click()])
        expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({ tables: [], ignoreSheets: [] })
        await page.setViewportSize({ width: 320, height: 640 })
        await expectNoSidewaysScroll(page)
      })
    })
  })

const nothing = { items: [], total: 0, page: 1, pageSize: 50, countedAt: '2026-11-21T00:00:00.000Z' }
const fault = { title: 'Down', status: 503, detail: 'The database does not answer.', code: 'database_down', requestId: 'r-7' }
const lookAgain = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))

test('none yet, a fault, a file that is refused: each is said kindly', async ({ page, w, noise }) => {
  noise.allow(/status of (503|4\d\d)/)
  const sheets = new DatasheetsPage(page, w)
  const api = '**/api/v1/datasheets/uploads?*'
  await sheets.open()
  await page.route(api, (route: Route) => route.fulfill({ json: nothing }))
  await expect(async () => {
    await lookAgain(page)
    await expect(page.getByRole('heading', { name: w.datasheets.uploads.first.title })).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 40_000 })
  await expectAccessible(page)
  await page.unroute(api)
  await page.route(api, (route: Route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: fault }))
  await expect(async () => {
    await lookAgain(page)
    await expect(page.getByRole('alert').filter({ hasText: 'database_down · r-7' })).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 40_000 })
  await page.unroute(api)
  await sheets.open()
  await sheets.choose({ name: 'Old.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('D0CF11E0A1B11AE1', 'hex') })
  await expect(sheets.sending().getByRole('alert')).toBeVisible()
  await expectAccessible(page)
})

/** Frames per second while a region is scrolled by a screen's tenth each frame, and then thrown far. */
function scrollFor(region: Element, ms: number): Promise<{ frames: number; slowest: number; elapsed: number }> {
  return new Promise((resolve) => {
    const begun = performance.now()
    let [last, frames, slowest] = [begun, 0, 0]
    const step = (now: number) => {
      frames++
      slowest = Math.max(slowest, now - last)
      last = now
      region.scrollTop += 60
      if (now - begun < ms) requestAnimationFrame(step)
      else resolve({ frames, slowest, elapsed: now - begun })
    }
    requestAnimationFrame(step)
  })
}

test('a hundred thousand changed rows scroll smoothly, and every place of them can be reached', async ({ page, w }) => {
  test.setTimeout(240_000)
  const sheets = new DatasheetsPage(page, w)
  const many = 100_000
  const rows = Array.from({ length: many }, (_, n) => ({ text_key: `e2e.row.${String(n).padStart(6, '0')}`, ko: `문장 ${n}`, en: `Sentence ${n}` }))
  await sheets.open()
  await sheets.choose(await workbook({ name: 'Many.xlsx', sheets: { localization: rows } }))
  await sheets.sending().getByRole('button', { name: sheets.compareWords }).click({ timeout: 60_000 })
  await sheets.result(120_000)
  await page.getByRole('combobox', { name: w.datasheets.diff.op }).selectOption('insert')
  const region = sheets.diff('localization')
  await expect(region.getByText('e2e.row.000000', { exact: true })).toBeVisible()
  const { frames, slowest, elapsed } = await region.evaluate(scrollFor, 3_000)
  console.log(`scrolling ${many} rows: ${((frames * 1000) / elapsed).toFixed(1)} frames per second, the slowest took ${slowest.toFixed(0)} ms`)
  await region.evaluate((element) => element.scrollTo({ top: element.scrollHeight }))
  await expect(region.getByText('e2e.row.099999', { exact: true })).toBeVisible()
  await region.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }))
  await expect(region.getByText('e2e.row.050000', { exact: true })).toBeAttached()
  expect(await region.getByRole('row').count()).toBeLessThan(120)
  await expectAccessible(page)
})
