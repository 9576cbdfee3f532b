import { expect, expectAccessible, expectAccessibleInBoth, expectNoSidewaysScroll, test } from './fixtures.ts'
import { AnalysisPage } from './pages/analysis.ts'
import { MetricPage } from './pages/metric.ts'
import { newPerson, somebody } from './pages/people.ts'
import { say } from './words.ts'

for (const language of ['ko', 'en'] as const)
  test.describe(language, () => {
    test.use({ language })

    test('a metric is tried out on a player, added, counted by a new analysis, changed, and switched off', async ({ page, w, noise }) => {
      test.setTimeout(180_000)
      const words = w.retention.metrics
      const metric = new MetricPage(page, w)
      const analysis = new AnalysisPage(page, w)
      const name = `escapes_${language}_${Date.now().toString(36)}`
      const label = `Escapes ${name}`
      await analysis.analyseSample()

      await test.step('what is wrong stands at the fields and in a summary that leads to them', async () => {
        await page.goto('/retention/metrics/new')
        await expect(page.getByRole('heading', { level: 1, name: words.addTitle })).toBeVisible()
        const submit = page.getByRole('button', { name: words.form.submitAdd })
        await expect(async () => {
          await submit.click()
          await expect(page.getByRole('alert').getByRole('link')).toHaveCount(3, { timeout: 1_000 })
        }).toPass()
        await expectAccessible(page)
        await page
          .getByRole('alert')
          .getByRole('link', { name: new RegExp(words.form.family) })
          .click()
        await expect(metric.field('family')).toBeFocused()
      })

      await test.step('the try-out says what the metric finds of a player of the analysis', async () => {
        await page.getByRole('button', { name: words.try.recent }).click()
        await expect(page.getByRole('textbox', { name: words.try.uid })).not.toHaveValue('')
        await metric.field('name').fill(name)
        await metric.field('label').fill(label)
        await metric.field('family').fill('survival_e')
        await page.getByRole('option', { name: 'survival_end', exact: true }).click()
        await page.getByRole('button', { name: words.try.run }).click()
        await expect(metric.answer().getByRole('status')).toHaveText(/^\d/)
        await expect(
          metric
            .answer()
            .getByText(/survival_end/)
            .first(),
        ).toBeVisible()
        await metric.answer().locator('summary').first().click()
        await expect(metric.answer().getByRole('region').first()).toContainText('"body"')
        await expect(page.getByText(words.form.faults.familyWrong)).toHaveCount(0)
        await expectAccessible(page)
      })

      await test.step('another definition is counted by itself', async () => {
        const before = await metric.answer().getByRole('status').textContent()
        await metric.addCondition(1, 'body.result', '-1')
        await expect(metric.answer().getByRole('status')).toHaveText('0')
        expect(before).not.toBe('0')
        await expect(metric.answer().getByText(words.try.documentsNone)).toBeVisible()
        await page.getByRole('textbox', { name: say(words.form.conditionValue, { at: 1 }) }).fill('1')
        await expect(page.getByText('body.result = 1')).toBeVisible()
        await metric.field('family').fill('never_logged')
        await expect(metric.answer().getByText(words.try.reasons.not_collected.title, { exact: true }).last()).toBeVisible()
        await metric.field('family').fill('survival_end')
        await expect(metric.answer().getByRole('status')).toHaveText(/^\d/)
        await page.screenshot({ path: `test-results/screens/metric-editor-${language}.png`, fullPage: true })
      })

      await test.step('who is no player is said so', async () => {
        noise.allow(/status of 404/)
        const uid = page.getByRole('textbox', { name: words.try.uid })
        const known = await uid.inputValue()
        await uid.fill('nobody')
        await page.getByRole('textbox', { name: say(words.try.at, { zone: 'KST' }) }).fill('')
        await page.getByRole('button', { name: words.try.run }).click()
        await expect(page.getByText(w.problems.player_without_login.title)).toBeVisible()
        await uid.fill(known)
        await page.getByRole('button', { name: words.try.run }).click()
        await expect(metric.answer().getByRole('status')).toHaveText(/^\d/)
      })

      await test.step('the metric is added and shown', async () => {
        await page.getByRole('button', { name: words.form.submitAdd }).click()
        await expect(page).toHaveURL(new RegExp(`/retention/metrics\\?metric=${name}$`))
        await expect(page.getByText(say(words.form.saved, { name, version: 1 }))).toBeVisible()
        const panel = page.getByRole('dialog', { name })
        await expect(panel.getByText('body.result = 1').first()).toBeVisible()
        await expect(panel.getByRole('region', { name: words.panel.json })).toContainText('"survival_end"')
        await page.screenshot({ path: `test-results/screens/metric-panel-${language}.png` })
        await expectAccessible(page)
        await page.keyboard.press('Escape')
        await expect(panel).toBeHidden()
        await expect(page).not.toHaveURL(/metric=/)
        await expect(metric.row(name)).toContainText(label)
        await expect(metric.row(name)).toContainText(words.states.on)
      })

      await test.step('a new analysis has the column', async () => {
        await analysis.analyseSample()
        const sheet = analysis.sheet()
        await expect(sheet.getByRole('columnheader', { name: label })).toBeVisible()
        const escapes = await sheet.getByRole('columnheader').allTextContents()
        const [own, known] = [label, w.retention.columns.dungeon_escape_count.label].map((text) => escapes.findIndex((head) => head.includes(text)))
        const cells = await sheet.getByRole('row').nth(1).getByRole('cell').allTextContents()
        expect(cells[own ?? -1]).toBe(cells[known ?? -1])
        expect(cells[own ?? -1]).toMatch(/^\d+$/)
      })

      await test.step('a change is another version, and the panel says what changed', async () => {
        await metric.openList(`?q=${name}`)
        const panel = await metric.openPanel(name)
        await panel.getByRole('link', { name: words.panel.edit }).click()
        await expect(metric.field('name')).toHaveValue(name)
        const submit = page.getByRole('button', { name: words.form.submitEdit })
        await expect(async () => {
          await submit.click()
          await expect(page.getByText(words.form.unchanged)).toBeVisible({ timeout: 1_000 })
        }).toPass()
        await metric.field('toDay').fill('3')
        await submit.click()
        await expect(page.getByRole('dialog', { name }).getByText(say(words.panel.version, { version: 2 }))).toBeVisible()
        await expect(page.getByRole('dialog', { name }).getByText(`${words.parts.window}: ${words.words.first} → `)).toBeVisible()
      })

      await test.step('switched off it leaves new analyses', async () => {
        const panel = page.getByRole('dialog', { name })
        await panel.getByRole('button', { name: words.panel.switchOff }).click()
        await expect(panel.getByRole('button', { name: words.panel.switchOn })).toBeVisible()
        await page.keyboard.press('Escape')
        await expect(metric.row(name)).toContainText(words.states.off)
        await page.goto('/retention/new')
        await page.getByRole('button', { name: w.retention.form.more }).click()
        await expect(page.getByRole('checkbox', { name: w.retention.columns.friend_add_count.label })).toBeVisible()
        await expect(page.getByRole('checkbox', { name: label })).toHaveCount(0)
      })
    })

    test('what was entered is not lost by the way', async ({ page, w }) => {
      const words = w.retention.metrics
      const metric = new MetricPage(page, w)
      const question = page.getByRole('dialog', { name: w.feedback.leaving.title })
      const stay = question.getByRole('button', { name: w.feedback.leaving.cancel })
      await metric.openList()
      await page.getByRole('link', { name: words.add }).click()
      await expect(page.getByRole('heading', { level: 1, name: words.addTitle })).toBeVisible()
      await expect(page.getByText(words.try.empty)).toBeVisible()
      await expect(page.getByText(words.try.incomplete)).toHaveCount(0)
      await metric.field('label').pressSequentially('Gifts')
      await expect(page.getByText(words.try.incomplete)).toBeVisible()
      await page.getByRole('link', { name: w.nav.runs, exact: true }).click()
      await expect(question).toBeVisible()
      await expectAccessible(page)
      await stay.click()
      await expect(question).toBeHidden()
      await page.evaluate(() => history.back())
      await stay.click()
      await expect(question).toBeHidden()
      await page.getByRole('heading', { level: 1 }).click()
      await page.keyboard.press('g')
      await page.keyboard.press('r')
      await stay.click()
      await expect(metric.field('label')).toHaveValue('Gifts')
      await page.getByRole('link', { name: w.nav.runs, exact: true }).click()
      await question.getByRole('button', { name: w.feedback.leaving.confirm }).click()
      await expect(page).toHaveURL(/\/runs$/)
      await expect(page.getByRole('heading', { level: 1, name: w.runs.title })).toBeVisible()
    })

    test('the list searches, filters and sorts in the address, and is reached by keyboard', async ({ page, w }) => {
      const words = w.retention.metrics
      const metric = new MetricPage(page, w)
      const table = page.getByRole('region', { name: words.title })
      await page.goto('/retention')
      await expect(async () => {
        await page.keyboard.press('g')
        await page.keyboard.press('m')
        await expect(page).toHaveURL(/\/retention\/metrics$/, { timeout: 1_000 })
      }).toPass()
      await expect(page.getByRole('link', { name: w.nav.metrics, exact: true })).toHaveAttribute('aria-current', 'page')
      await expect(page.getByRole('link', { name: w.nav.retention, exact: true })).not.toHaveAttribute('aria-current', 'page')
      await page.getByRole('textbox', { name: words.filters.search }).fill('instigator')
      await expect(page).toHaveURL(/q=instigator/)
      await expect(table.getByRole('row')).toHaveCount(2)
      await expect(metric.row('player_kill_count')).toContainText(w.retention.columns.player_kill_count.label)
      await page.getByRole('textbox', { name: words.filters.search }).fill('nothing at all')
      await expect(page.getByText(w.table.nothing.title)).toBeVisible()
      await page.getByRole('button', { name: w.table.clear }).first().click()
      await table.getByRole('button', { name: words.columns.family }).click()
      await expect(page).toHaveURL(/sort=family/)
      await expect(table.getByRole('row').nth(1)).toContainText('friend')
      await page.screenshot({ path: `test-results/screens/metrics-${language}.png` })
      await expectAccessibleInBoth(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      const panel = await metric.openPanel('retention_d1')
      await expect(panel.getByText(words.panel.needed)).toBeVisible()
      await expect(panel.getByRole('button', { name: words.panel.switchOff })).toHaveCount(0)
      await page.screenshot({ path: `test-results/screens/metric-panel-dark-${language}.png` })
      await expectAccessible(page)
      await panel.getByRole('link', { name: words.panel.like }).click()
      await expect(metric.field('family')).toHaveValue('login_comp')
      await page.screenshot({ path: `test-results/screens/metric-editor-dark-${language}.png` })
      await expectAccessible(page)
    })

    test('who may only look sees the catalogue and how to get more', async ({ page, browser, baseURL, w }) => {
      const words = w.retention.metrics
      const other = await newPerson(page, browser, { baseURL, language }, somebody('Looker'), 'viewer')
      const metric = new MetricPage(other, w)
      await metric.openList()
      await expect(other.getByRole('link', { name: words.add })).toHaveCount(0)
      const panel = await metric.openPanel('tutorial_entry')
      await expect(panel.getByText(say(words.panel.readOnly, { permission: 'metrics.manage' }))).toBeVisible()
      await expectAccessible(other)
      await other.goto('/retention/metrics/new')
      await expect(other.getByText(w.accounts.denied.title)).toBeVisible()
      await other.context().close()
    })
  })

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 320, height: 640 } })

  for (const path of ['/retention/metrics', '/retention/metrics?metric=monster_kill_count', '/retention/metrics/new?like=friend_add_count'])
    test(`${path} needs no sideways scrolling`, async ({ page, w }) => {
      await page.goto(path)
      await expect(
        page
          .getByText(/monster_kill_count|body\.friend_type/)
          .or(page.getByRole('textbox', { name: w.retention.metrics.form.name }))
          .first(),
      ).toBeVisible()
      await expectNoSidewaysScroll(page)
      await page.screenshot({ path: `test-results/screens/metrics-narrow-${path.replaceAll(/\W+/g, '-')}.png`, fullPage: true })
    })
})
