import { expect, expectAccessible, test } from './fixtures.ts'
import { SchedulesPage } from './pages/schedules.ts'

for (const language of ['ko', 'en'] as const)
  test.describe(language, () => {
    test.use({ language })

    test('what is planned stands in the calendar, and is paused, resumed and ended', async ({ page, w, baseURL }) => {
      const schedules = new SchedulesPage(page, w)
      const { states, page: words, endTitle } = w.schedules
      const name = `Daily ${language} ${Date.now()}`
      const id = await schedules.makeDaily(name, baseURL ?? '')

      await test.step('in a week, in a month, in a list, and as a list on a phone', async () => {
        await schedules.openCalendar()
        await page.getByRole('button', { name: w.calendar.next.month }).click()
        await expect(page).toHaveURL(/day=/)
        await expect(page.getByRole('table').getByRole('link').first()).toBeVisible()
        await expectAccessible(page)
        await schedules.choose('week')
        await expect(page).toHaveURL(/view=week/)
        await expect(page.getByRole('table').getByRole('link', { name })).toHaveCount(7)
        await schedules.choose('list')
        await expect(page.getByRole('table')).toHaveCount(0)
        await expect(schedules.links(name)).not.toHaveCount(0)
        await page.goBack()
        await expect(page).toHaveURL(/view=week/)
        await page.setViewportSize({ width: 360, height: 800 })
        await expect(page.getByRole('table')).toBeHidden()
        await expect(schedules.links(name)).toHaveCount(7)
        await expectAccessible(page)
        await page.setViewportSize({ width: 1280, height: 720 })
      })

      await test.step('its page', async () => {
        await schedules.links(name).first().click()
        await expect(page).toHaveURL(new RegExp(`/schedules/${id}$`))
        await expect(page.getByRole('list').filter({ hasText: '04:00 KST' }).getByRole('listitem')).toHaveCount(5)
        await expectAccessible(page)
        await schedules.change('paused')
        await expect(page.getByText(states.paused, { exact: true })).toBeVisible()
        await expect(page.getByText(words.nextNone)).toBeVisible()
        await schedules.change('active')
        await expect(page.getByText(states.active, { exact: true })).toBeVisible()
        await schedules.change('ended')
        const question = page.getByRole('dialog', { name: endTitle.replace('{name}', name) })
        await question.getByRole('button', { name: w.schedules.changes.ended }).click()
        await expect(page.getByText(states.ended, { exact: true })).toBeVisible()
        await expect(page.getByRole('main').getByRole('button', { name: w.schedules.changes.active })).toHaveCount(0)
      })
    })
  })
