import { expect, expectAccessibleInBoth, expectNoSidewaysScroll, test } from './fixtures.ts'
import { workbook } from './pages/datasheets.ts'
import { ImportsPage } from './pages/imports.ts'
import { newPerson, prove, somebody } from './pages/people.ts'
import { answerProofs } from './pages/proof.ts'
import { say } from './words.ts'

// Inviting, rules and emergency approvals are dangerous acts: a session that was proved more than 5 minutes ago is asked first.
test.beforeEach(async ({ page, w, noise }) => {
  noise.allow(/status of (403|422)/)
  await answerProofs(page, w)
})

/** A request about a new row in production, which nobody applies. Gives its number. */
async function request(imports: ImportsPage, name: string, level: number): Promise<string> {
  const row = { level, required_exp: 1, hp: 1, attack: 1, title: null }
  const plan = await imports.compare('production', await workbook({ name, sheets: { level_guide: [row] } }))
  const { status, body } = await imports.call('POST', `/api/v1/datasheets/plans/${plan}/approvals`, { deletes: false, reason: 'One more level' })
  expect(status).toBeLessThan(300)
  return (body as { id: string }).id
}

for (const language of ['ko', 'en'] as const)
  test.describe(language, () => {
    test.use({ language })

    test('a request is found, talked about and decided by a second person; an emergency approval is looked at', async ({ page, browser, baseURL, w }) => {
      test.setTimeout(240_000)
      const words = w.approvals
      const imports = new ImportsPage(page, w)
      // Somebody who may approve in production.
      const person = somebody('Second')
      const hers = await newPerson(page, browser, { baseURL, language }, person, 'approver')
      await answerProofs(hers, w, person.password)
      await imports.sheets.open()
      const mark = `${language} ${Date.now()}`
      const first = await request(imports, `First ${mark}.xlsx`, 100_011)
      const second = await request(imports, `Second ${mark}.xlsx`, 100_012)

      await test.step('who asked cannot decide', async () => {
        await page.goto('/approvals?box=mine')
        await page.getByRole('link', { name: new RegExp(`First ${mark}`) }).click()
        await expect(page).toHaveURL(new RegExp(`/approvals/${first}$`))
        await expect(page.getByText(say(words.decide.why, { why: w.problems.approval_own.title }))).toBeVisible()
        await expect(page.getByRole('button', { name: words.decide.approve })).toBeHidden()
        await expectAccessibleInBoth(page)
      })

      await test.step('it waits for the second person, in the menu and in the list', async () => {
        await hers.goto('/approvals')
        await expect(hers.getByRole('navigation').getByRole('link', { name: new RegExp(`^${w.nav.approvals}`) })).toContainText(/\d/)
        await expectAccessibleInBoth(hers)
        await hers.getByRole('link', { name: new RegExp(`First ${mark}`) }).click()
        await expect(hers.getByText(say(words.page.production, { name: 'production' }))).toBeVisible()
        await hers.getByRole('button', { name: words.decide.reject }).click()
        await expect(hers.getByText(words.decide.reasonMissing)).toBeVisible()
        await hers.getByRole('textbox', { name: words.decide.comment }).fill('Why one more?')
        await hers.getByRole('button', { name: words.decide.send }).click()
        await expect(hers.getByRole('listitem').filter({ hasText: 'Why one more?' })).toBeVisible()
        await expectAccessibleInBoth(hers)
        await hers.getByRole('button', { name: words.decide.approve }).click()
        await expect(hers.getByText(words.decide.done.approve, { exact: true })).toBeVisible()
        await expect(hers.getByText(words.states.approved, { exact: true })).toBeVisible()
      })

      await test.step('an emergency approval asks for its reason and is looked at by another person', async () => {
        await page.goto(`/approvals/${second}`)
        await page.getByRole('button', { name: words.glass.open }).click()
        const dialog = page.getByRole('dialog', { name: words.glass.title })
        await dialog.getByRole('button', { name: words.glass.submit }).click()
        await expect(dialog.getByText(words.decide.reasonMissing)).toBeVisible()
        await expectAccessibleInBoth(page)
        await dialog.getByRole('textbox', { name: words.glass.reason }).fill('The shop sells for nothing')
        await dialog.getByRole('button', { name: words.glass.submit }).click()
        await expect(page.getByText(words.review.waiting)).toBeVisible()
        // Home asks again once a minute: whoever opens it sees what is there then.
        await expect(async () => {
          await hers.goto('/')
          await expect(hers.getByRole('heading', { name: words.home.title })).toBeVisible({ timeout: 3_000 })
        }).toPass()
        await hers.getByRole('link', { name: new RegExp(`^Second ${mark}`) }).click()
        await hers.getByRole('textbox', { name: words.review.note }).fill('It was right')
        await hers.getByRole('button', { name: words.review.submit }).click()
        await expect(hers.getByRole('listitem').filter({ hasText: 'It was right' })).toBeVisible()
      })

      await test.step('it fits a phone', async () => {
        await hers.setViewportSize({ width: 320, height: 640 })
        for (const path of ['/approvals?box=all', `/approvals/${first}`, '/approvals/policies']) {
          await hers.goto(path)
          await expect(hers.getByRole('heading', { level: 1 })).toBeVisible()
          await expectNoSidewaysScroll(hers)
        }
      })
    })

    test('rules are added, refused where two say the same, saved and taken away', async ({ page, baseURL, w }) => {
      const words = w.approvals.policies
      await page.goto('/approvals/policies')
      await prove(page, baseURL)
      const { status } = await new ImportsPage(page, w).call('PUT', '/api/v1/approvals/policies', { items: [] })
      expect(status).toBe(200)
      await page.reload()
      await expect(page.getByText(words.none)).toBeVisible()
      const add = page.getByRole('button', { name: words.add })
      await add.click()
      await add.click()
      await page.getByRole('button', { name: words.save }).click()
      await expect(page.getByRole('alert').filter({ hasText: w.problems.policy_twice.title })).toBeVisible()
      await page.getByRole('spinbutton', { name: say(words.of, { field: words.fromSize, row: '2' }) }).fill('1000000')
      await page.getByRole('combobox', { name: say(words.of, { field: words.required, row: '2' }) }).selectOption('2')
      await page.getByRole('button', { name: words.save }).click()
      await expect(page.getByRole('button', { name: words.save })).toBeDisabled()
      await expectAccessibleInBoth(page)
      for (const row of ['2', '1']) await page.getByRole('button', { name: say(words.remove, { row }) }).click()
      // The page says so before it is saved.
      const saved = page.waitForResponse((answer) => answer.url().endsWith('/policies') && answer.request().method() === 'PUT')
      await page.getByRole('button', { name: words.save }).click()
      expect((await saved).status()).toBe(200)
      await expect(page.getByText(words.none)).toBeVisible()
      await page.reload()
      await expect(page.getByText(words.none)).toBeVisible()
    })
  })
