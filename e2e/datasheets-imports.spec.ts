import type { Page } from '@playwright/test'
import { expect, expectAccessible, expectAccessibleInBoth, expectNoSidewaysScroll, test } from './fixtures.ts'
import { edited, type Row, workbook } from './pages/datasheets.ts'
import { ImportsPage } from './pages/imports.ts'
import { newPerson, somebody } from './pages/people.ts'
import { answerProofs } from './pages/proof.ts'
import { say, type Words } from './words.ts'

// Importing and approving are dangerous acts: a session that was proved more than 5 minutes ago is asked first.
test.beforeEach(({ noise }) => noise.allow(/status of 403/))

/** In an open calendar, by the clock of the house: the day of which may have begun before the one here. */
async function chooseTomorrow(page: Page, w: Words, language: string): Promise<void> {
  const at = Date.now() + 24 * 3_600_000
  const part = (locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Seoul', ...options }).format(at)
  const name = `${part('en', { day: 'numeric' })} ${part(language, { month: 'long' })} ${part('en', { year: 'numeric' })}`
  const day = page.getByRole('button', { name, exact: true })
  const { nextMonth, choose } = w.common.dates
  await expect(page.getByRole('button', { name: choose })).toBeVisible()
  if ((await day.count()) === 0) await page.getByRole('button', { name: nextMonth }).click()
  await day.click()
  await page.getByRole('button', { name: choose }).click()
  await expect(page.getByRole('button', { name: choose })).toBeHidden()
}

const strange = { level: 100_001, required_exp: 1, hp: 1, attack: 1, title: null }
const withCell = (rows: readonly Row[], at: number, change: Row): Row[] => rows.map((row, n) => (n === at ? { ...row, ...change } : row))
const levels = (name: string, rows: readonly Row[]) => workbook({ name, sheets: { level_guide: rows } })

for (const language of ['ko', 'en'] as const)
  test.describe(language, () => {
    test.use({ language })

    test('production: differences, a second person approves, the import, its receipt and history, and back again', async ({ page, browser, baseURL, w }) => {
      test.setTimeout(300_000)
      const imports = new ImportsPage(page, w)
      const words = w.datasheets
      // Somebody who may approve in production.
      const person = somebody('Approver')
      const hers = await newPerson(page, browser, { baseURL, language }, person, 'approver')
      await answerProofs(page, w)
      await answerProofs(hers, w, person.password)
      await imports.sheets.open()
      await imports.choose('production')
      const rows = await imports.sheets.rowsOf('level_guide', strange)
      const hp = String(Number(rows[5]?.hp) + 11)
      const added = Math.max(...rows.map(({ level }) => Number(level))) + 1
      const wanted = [...withCell(rows, 5, { hp }), { ...strange, level: added, title: '신규' }].filter((_, n) => n !== 30)

      const plan = await test.step('what is next stands in one line: others have to agree', async () => {
        const id = await imports.compare('production', await levels('Live.xlsx', wanted))
        await imports.expectNext('ask')
        await expect(page.getByRole('checkbox', { name: say(words.choice.tick, { table: 'level_guide' }) })).toBeChecked()
        await expectAccessibleInBoth(page)
        await imports.ask('Level 6 was too weak')
        await expectAccessibleInBoth(page)
        return id
      })

      await test.step('who made it cannot approve it; somebody else sees the same differences and digest', async () => {
        await expect(page.getByRole('button', { name: words.approval.reject, exact: true })).toBeHidden()
        await hers.goto(`/datasheets/plans/${plan}`)
        await expect(hers.getByText('Level 6 was too weak')).toBeVisible()
        await expect(hers.locator('ins').filter({ hasText: hp })).toBeVisible()
        await hers.getByRole('button', { name: words.approval.reject, exact: true }).click()
        await expect(hers.getByText(words.approval.reasonMissing)).toBeVisible()
        await hers.getByRole('textbox', { name: words.approval.comment }).fill('Looks right')
        await hers.getByRole('button', { name: /^(3행 적용 승인|Approve 3 rows)$/ }).click()
        await expect(hers.getByText('Looks right')).toBeVisible()
        await imports.expectNext('apply')
      })

      await test.step('other ticks are not what was approved', async () => {
        await page
          .getByRole('checkbox', { name: words.choice.withDeletesHelp })
          .or(page.getByLabel(/시트에 없는 행|Delete the 1 row/))
          .first()
          .uncheck()
        await imports.expectNext('ask')
        await page.getByRole('button', { name: words.approval.otherBack }).click()
        await imports.expectNext('apply')
      })

      await test.step('production asks for its name and the number of rows', async () => {
        const dialog = await imports.openApply()
        await expectAccessibleInBoth(page)
        await imports.confirm({ environment: 'Production', rows: 4 })
        await expect(dialog.getByText(say(words.apply.wrongName, { name: 'production' }))).toBeVisible()
        await imports.confirm({ environment: 'production', rows: 3 })
        await imports.expectNext('applied')
        await expectAccessibleInBoth(page)
      })

      const first = await test.step('its receipt says what, who, when, and how it is known', async () => {
        const id = await imports.toReceipt()
        await expect(page.getByText('Live.xlsx', { exact: true })).toBeVisible()
        await expect(page.getByRole('link', { name: 'Approver' })).toBeVisible()
        await expect(page.getByText(words.imports.receipt.provedBy.marker)).toBeVisible()
        await expectAccessibleInBoth(page)
        await page.goto('/datasheets/imports?table=level_guide')
        await expect(page.getByRole('row').filter({ hasText: 'Live.xlsx' }).first()).toContainText('production')
        await expectAccessibleInBoth(page)
        return id
      })

      await test.step('the row tells who changed it', async () => {
        const key = encodeURIComponent(String(rows[5]?.level))
        const { items } = (await imports.sheets.get(`/api/v1/datasheets/history?environment=production&table=level_guide&key=${key}`)) as {
          items: { import: string; change: { cells: Record<string, [string, string]> } }[]
        }
        expect(items[0]).toMatchObject({ import: first, change: { cells: { hp: [rows[5]?.hp, hp] } } })
      })

      await test.step('the undo is a plan like any other, and leaves the table as it was', async () => {
        await page.goto(`/datasheets/imports/${first}`)
        await imports.openUndo()
        await expect(page.getByRole('heading', { level: 1, name: say(words.plans.undoTitle, { id: first }) })).toBeVisible()
        await imports.ask('It was right before')
        await hers.goto(page.url())
        await hers.getByRole('button', { name: /^(3행 적용 승인|Approve 3 rows)$/ }).click()
        await imports.expectNext('apply')
        await imports.apply({ environment: 'production', rows: 3 })
        await imports.compare('production', await levels('Before.xlsx', rows))
        await expect(page.getByRole('heading', { name: words.diff.same.title })).toBeVisible()
        await page.goto(`/datasheets/imports/${first}`)
        await expect(page.getByRole('link', { name: new RegExp(say(words.imports.undoneBy, { id: '\\d+' })) })).toBeVisible()
      })

      await test.step('it fits a phone', async () => {
        await page.setViewportSize({ width: 320, height: 640 })
        for (const path of [`/datasheets/imports/${first}`, '/datasheets/imports', `/datasheets/plans/${plan}`]) {
          await page.goto(path)
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
          await expectNoSidewaysScroll(page)
        }
      })
    })

    test('a plan that the database has left behind: nothing is written, three versions are shown, a new plan goes through', async ({ page, w }) => {
      test.setTimeout(240_000)
      const imports = new ImportsPage(page, w)
      const words = w.datasheets
      await answerProofs(page, w)
      await imports.sheets.open()
      await imports.choose('test')
      const rows = await imports.sheets.rowsOf('level_guide', strange)
      const stale = await imports.compare('test', await levels('Mine.xlsx', withCell(rows, 7, { hp: 777 })))
      await imports.compare('test', await levels('Theirs.xlsx', withCell(rows, 7, { hp: 888 })))
      await imports.apply()
      const theirs = await imports.toReceipt()

      await test.step('was, wanted and now beside each other', async () => {
        await page.goto(`/datasheets/plans/${stale}`)
        await imports.openApply()
        await imports.confirm({})
        await imports.expectNext('moved')
        const row = page.getByRole('table').filter({ hasText: words.moved.wanted }).getByRole('row').filter({ hasText: 'hp' })
        await expect(row).toContainText(String(rows[7]?.hp))
        await expect(row).toContainText('777')
        await expect(row).toContainText('888')
        await expectAccessibleInBoth(page)
      })

      await test.step('compared again it is a plan against the database as it is', async () => {
        await imports.next('moved').getByRole('button', { name: words.steps.again }).click()
        await expect(page).not.toHaveURL(new RegExp(`/plans/${stale}$`))
        await imports.expectNext('apply')
        await expect(page.locator('del').filter({ hasText: '888' })).toBeVisible()
        await imports.apply()
      })

      await test.step('the later one has to go first; then all is as it was', async () => {
        await imports.openUndo()
        await imports.apply()
        await page.goto(`/datasheets/imports/${theirs}`)
        await imports.openUndo()
        await imports.apply()
        await imports.compare('test', await levels('Again.xlsx', rows))
        await expect(page.getByRole('heading', { name: words.diff.same.title })).toBeVisible()
      })
    })

    test('rows that are left out make a plan of their own; an import is planned for a time', async ({ page, w }) => {
      test.setTimeout(180_000)
      const imports = new ImportsPage(page, w)
      const words = w.datasheets
      await answerProofs(page, w)
      await imports.sheets.open()
      await imports.choose('test')
      const rows = await imports.sheets.rowsOf('level_guide', strange)
      await imports.compare('test', await levels('Later.xlsx', withCell(withCell(rows, 2, { hp: 222 }), 3, { hp: 333 })))
      await imports.expectNext('apply')

      await test.step('by keyboard', async () => {
        await expect(imports.sheets.diff('level_guide').getByRole('row').filter({ hasText: '222' })).toBeVisible()
        await page.keyboard.press('n')
        await expect(imports.sheets.diff('level_guide').getByRole('row').nth(1)).toBeFocused()
        await page.keyboard.press('x')
        await imports.expectNext('derive')
        await expectAccessibleInBoth(page)
        await page.getByRole('button', { name: words.leftOut.make }).click()
        await imports.expectNext('apply')
        await expect(page.locator('ins').filter({ hasText: '333' })).toBeVisible()
        await expect(page.locator('ins').filter({ hasText: '222' })).toHaveCount(0)
      })

      await test.step('once, at a time that is still to come', async () => {
        const { form, title, changes, states, endTitle } = w.schedules
        await page.getByRole('button', { name: words.apply.later }).click()
        await imports.confirm({})
        const name = `E2E ${language} ${Date.now()}`
        const dialog = page.getByRole('dialog').filter({ has: page.getByRole('textbox', { name: form.name, exact: true }) })
        await dialog.getByRole('textbox', { name: form.name, exact: true }).fill(name)
        await dialog.getByRole('button', { name: form.wall.split(' (')[0] ?? '' }).click()
        await chooseTomorrow(page, w, language)
        await expect(dialog.getByText(form.again, { exact: true })).toHaveCount(0)
        await expectAccessible(page)
        await dialog.getByRole('button', { name: form.submit }).click()
        await expect(dialog).toBeHidden()
        await page.goto('/schedules')
        await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
        await page.getByRole('link', { name }).click()
        // It must not come due while other tests run.
        await page.getByRole('main').getByRole('button', { name: changes.ended }).click()
        await page
          .getByRole('dialog', { name: say(endTitle, { name }) })
          .getByRole('button', { name: changes.ended })
          .click()
        await expect(page.getByText(states.ended, { exact: true })).toBeVisible()
      })
    })

    test('an export that somebody else overtook: rows of others are left alone, conflicts are decided row by row', async ({ page, w }) => {
      test.setTimeout(180_000)
      const imports = new ImportsPage(page, w)
      const words = w.datasheets
      await answerProofs(page, w)
      await imports.sheets.open()
      await imports.choose('test')
      const rows = await imports.sheets.rowsOf('level_guide', strange)
      const exported = await imports.exported('test', 'level_guide')
      const theirs = withCell(withCell(withCell(rows, 4, { hp: 4_444 }), 5, { hp: 5_555 }), 6, { hp: 6_666 })
      await imports.compare('test', await levels('Theirs.xlsx', theirs))
      await imports.apply()
      const overtaking = await imports.toReceipt()
      const mine = await edited(exported, 'Mine.xlsx', 'level_guide', [
        { row: 4, column: 'hp', value: '4001' },
        { row: 5, column: 'hp', value: '5001' },
      ])

      await test.step('both versions of a conflict stand beside each other', async () => {
        await imports.compare('test', mine)
        await imports.expectNext('conflicts')
        await expect(page.getByRole('row').filter({ hasText: '4001' })).toContainText('4444')
        await page.getByText('level_guide', { exact: true }).last().scrollIntoViewIfNeeded()
        await expectAccessibleInBoth(page)
        await page.getByRole('button', { name: words.conflicts.make }).click()
        await expect(page.getByText(/아직 2행을 결정해야 합니다|2 rows have no decision yet/)).toBeVisible()
      })

      await test.step('one is mine, one is theirs; the plan writes only mine', async () => {
        await page.getByRole('radio', { name: words.conflicts.mine }).nth(0).check()
        await page.getByRole('radio', { name: words.conflicts.theirs }).nth(1).check()
        await expect(page.getByText(words.conflicts.ready)).toBeVisible()
        await page.getByRole('button', { name: words.conflicts.make }).click()
        await imports.expectNext('apply')
        await expect(page.locator('ins').filter({ hasText: '4001' })).toBeVisible()
        await expect(page.locator('ins').filter({ hasText: '5001' })).toHaveCount(0)
      })

      await test.step('what was overtaken with is taken back', async () => {
        await page.goto(`/datasheets/imports/${overtaking}`)
        await imports.openUndo()
        await imports.apply()
      })
    })

    test('two environments are compared, and one is made equal to the other', async ({ page, w, noise }) => {
      test.setTimeout(180_000)
      const imports = new ImportsPage(page, w)
      const words = w.datasheets
      await answerProofs(page, w)
      await page.goto('/datasheets')
      const { status, body } = await imports.call('POST', '/api/v1/datasheets/comparisons', { from: 'production', to: 'test', tables: ['level_guide'] })
      expect(status).toBe(202)
      await page.goto(`/datasheets/plans/${(body as { plan: { id: string } }).plan.id}`)
      await imports.sheets.result()
      const heading = page.getByRole('heading', { level: 1, name: say(words.plans.compareTitle, { from: 'production', to: 'test' }) })
      await expect(heading).toBeVisible()
      await imports.expectNext('apply')
      await expectAccessibleInBoth(page)
      await imports.apply()
      await imports.openUndo()
      await test.step('with no news of the run: the page asks by itself, and what it then offers is of now', async () => {
        noise.allow(/ERR_FAILED/)
        await page.route('**/api/v1/events', (route) => route.abort())
        await page.reload()
        await imports.apply()
        await expect(imports.undoButton()).toBeVisible()
      })
    })
  })
