import type { Page } from '@playwright/test'
import { expect, expectAccessibleInBoth, expectNoSidewaysScroll, test } from './fixtures.ts'
import { say, type Words } from './words.ts'

type Screen = { name: string; path: string; heading: (w: Words) => string | RegExp }

const screens: Screen[] = [
  { name: 'home', path: '/', heading: (w) => w.home.title },
  { name: 'runs', path: '/runs', heading: (w) => w.runs.title },
  { name: 'runs-empty', path: '/runs?q=nothing-like-this', heading: (w) => w.runs.title },
  { name: 'sources', path: '/sources', heading: (w) => w.gamelog.title },
  { name: 'sample', path: '/sample', heading: (w) => w.sample.title },
  { name: 'tokens', path: '/tokens', heading: (w) => w.accounts.tokens.title },
  { name: 'users', path: '/users', heading: (w) => w.accounts.users.title },
  { name: 'profile', path: '/profile', heading: (w) => w.accounts.profile.title },
  { name: 'audit', path: '/audit', heading: (w) => w.audit.title },
  { name: 'environments', path: '/environments', heading: (w) => w.environments.title },
  { name: 'calendar', path: '/calendar', heading: (w) => w.calendar.title },
  { name: 'calendar-week', path: '/calendar?view=week', heading: (w) => w.calendar.title },
  { name: 'calendar-list', path: '/calendar?view=list', heading: (w) => w.calendar.title },
  { name: 'approvals', path: '/approvals', heading: (w) => w.approvals.title },
  { name: 'approval-rules', path: '/approvals/policies', heading: (w) => w.approvals.policies.title },
  { name: 'hooks', path: '/hooks', heading: (w) => w.notices.title },
  { name: 'datasheets-export', path: '/datasheets/export', heading: (w) => w.datasheets.exports.title },
  { name: 'datasheets-compare', path: '/datasheets/compare', heading: (w) => w.datasheets.comparisons.title },
  { name: 'datasheets-history', path: '/datasheets/history', heading: (w) => w.datasheets.history.title },
  { name: 'schedules', path: '/schedules', heading: (w) => w.schedules.title },
  { name: 'retention', path: '/retention', heading: (w) => w.retention.title },
  { name: 'retention-new', path: '/retention/new', heading: (w) => w.retention.new },
  { name: 'metrics', path: '/retention/metrics', heading: (w) => w.retention.metrics.title },
  { name: 'metrics-new', path: '/retention/metrics/new', heading: (w) => w.retention.metrics.addTitle },
  { name: 'not-found', path: '/runs/999999999', heading: (w) => w.feedback.notFound.title },
]

async function open(page: Page, screen: Screen, w: Words): Promise<void> {
  await page.goto(screen.path)
  await expect(page.getByRole('heading', { level: 1, name: screen.heading(w) })).toBeVisible()
}

async function firstResult(page: Page, list: string): Promise<void> {
  await page.goto(list)
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page).toHaveURL(/\/\d+$/)
}

/** Pictures of it in both themes, and whether it is accessible in them. */
async function lookAtBoth(page: Page, name: string): Promise<void> {
  const picture = (theme: string) => page.screenshot({ path: `test-results/screens/${name}-${theme}.png` })
  await picture('light')
  await expectAccessibleInBoth(page, () => picture('dark'))
}

for (const language of ['ko', 'en'] as const)
  test.describe(language, () => {
    test.use({ language })

    for (const screen of screens)
      test(`${screen.name} is accessible, light and dark`, async ({ page, w, noise }) => {
        noise.allow(/\/runs\/999999999|status of 404/)
        await open(page, screen, w)
        await lookAtBoth(page, `${screen.name}-${language}`)
      })

    test('a run, an analysis and its receipt are accessible', async ({ page, w }) => {
      await firstResult(page, '/runs')
      await expect(page.getByRole('heading', { name: w.runs.facts.title })).toBeVisible()
      await lookAtBoth(page, `run-${language}`)
      await firstResult(page, '/retention?source=sample')
      await expect(page.getByRole('region', { name: w.retention.sheet.title }).getByRole('row').nth(1)).toBeVisible()
      await lookAtBoth(page, `analysis-${language}`)
      await page.getByRole('button', { name: w.retention.receipt.open }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectAccessibleInBoth(page)
    })

    test('dialogs are accessible', async ({ page, w }) => {
      await page.goto('/sources?add=true')
      await expect(page.getByRole('dialog', { name: w.gamelog.add })).toBeVisible()
      await page.getByRole('dialog').getByRole('button', { name: w.gamelog.form.submit }).click()
      await expect(page.getByText(w.gamelog.form.nameMissing)).toBeVisible()
      await expectAccessibleInBoth(page)
      await page.goto('/retention/new')
      await page.getByRole('button', { name: say(w.retention.form.from, { zone: 'KST' }) }).click()
      await expect(page.getByRole('button', { name: w.common.dates.nextMonth })).toBeVisible()
      await expectAccessibleInBoth(page)
      await page.goto('/tokens')
      await page.getByRole('button', { name: w.accounts.tokens.create }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectAccessibleInBoth(page)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('textbox', { name: w.shell.palettePlaceholder })).toBeVisible()
      await expectAccessibleInBoth(page)
    })
  })

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 320, height: 640 } })

  for (const screen of screens)
    test(`${screen.name} needs no sideways scrolling`, async ({ page, w, noise }) => {
      noise.allow(/\/runs\/999999999|status of 404/)
      await open(page, screen, w)
      await expectNoSidewaysScroll(page)
    })

  test('the menu opens and leads on', async ({ page, w }) => {
    await page.goto('/')
    await page.getByRole('button', { name: w.shell.openMenu }).click()
    await page.getByRole('link', { name: w.nav.runs, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: w.runs.title })).toBeVisible()
    await expect(page.getByRole('link', { name: w.nav.runs, exact: true })).toBeHidden()
  })
})
