import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, test as base, expect, type Locator, type Page } from '@playwright/test'
import { awake } from './pages/awake.ts'
import { type Locale, type Words, words } from './words.ts'

type Noise = { /** From here on messages like this are expected. */ allow: (pattern: RegExp) => void }
type Fixtures = { noise: Noise /** Language of the console. */; language: Locale; w: Words }

const suspicious = (type: string, text: string): boolean => type === 'error' || (type === 'warning' && /hydrat|content security/i.test(text))

function listen(context: BrowserContext, found: string[]): void {
  context.on('console', (message) => {
    if (suspicious(message.type(), message.text())) found.push(`${message.text()} ${message.location().url}`)
  })
  context.on('weberror', (error) => found.push(String(error.error())))
}

/** Any console error, page error or CSP report of any page fails the test, unless the test said beforehand that it is expected. */
export const test = base.extend<Fixtures>({
  language: ['ko', { option: true }],
  w: async ({ language }, use) => use(words[language]),
  noise: [
    async ({ context, language, baseURL }, use) => {
      const found: string[] = []
      const allowed: RegExp[] = []
      listen(context, found)
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))
      })
      await context.addCookies([{ name: 'locale', value: language, url: baseURL ?? '' }])
      await use({ allow: (pattern) => allowed.push(pattern) })
      expect(found.filter((text) => !allowed.some((pattern) => pattern.test(text)))).toEqual([])
    },
    { auto: true },
  ],
  page: async ({ page }, use) => use(awake(page)),
})

/** Chooses in a list of the page that the address keeps. The list comes with the page; a choice counts only once its script runs. */
export async function chooseInto(page: Page, address: RegExp, list: Locator, label: string): Promise<void> {
  await expect(async () => {
    await list.selectOption({ label })
    await expect(page).toHaveURL(address, { timeout: 1_000 })
  }).toPass()
}

/** What fades in is half transparent, and no colour of it is its own. Endless animations are not waited for. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    await Promise.all(ending.map((one) => one.finished.catch(() => undefined)))
  })
}

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** What another theme of the same page can break. */
const ofColour = ['color-contrast', 'link-in-text-block']

/** In the page itself: the usual way opens another page for the report alone. There are no frames of other sites. */
async function expectNothingFound(page: Page, look: (builder: AxeBuilder) => AxeBuilder): Promise<void> {
  await settle(page)
  const found = await look(new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })).analyze()
  const bad = found.violations.filter((finding) => finding.impact === 'serious' || finding.impact === 'critical')
  expect(bad.map((finding) => `${finding.id}: ${finding.nodes.map((node) => node.target.join(' ')).join(' | ')}`)).toEqual([])
}

/** No finding of WCAG 2.2 AA that axe calls serious or critical, and no sideways scrolling of the page. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNothingFound(page, (builder) => builder.withTags(levels))
  await expectNoSidewaysScroll(page)
}

/** The same of a page that is light, and what its colours can break when it is dark. `between` looks at the dark page, too. */
export async function expectAccessibleInBoth(page: Page, between: () => Promise<unknown> = async () => undefined): Promise<void> {
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await between()
  await expectNothingFound(page, (builder) => builder.withRules(ofColour))
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Once the layout has settled after a change of the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(over).toBeLessThanOrEqual(0)
}

export { expect }
