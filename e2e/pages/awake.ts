import { expect, type Page } from '@playwright/test'

/** Whether the script has taken over everything that can be pressed, filled in or followed, and two frames have passed since. */
function isAwake(): Promise<boolean> {
  const all = [...document.querySelectorAll('button, a[href], input, select, textarea:not([aria-hidden="true"])')]
  const taken = all.every((element) => Object.keys(element).some((key) => key.startsWith('__reactProps')))
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(taken))))
}

/** A page may lead on meanwhile: then the next one is looked at. */
const untilAwake = (page: Page) => expect(async () => expect(await page.evaluate(isAwake)).toBe(true)).toPass({ intervals: [20, 50, 100], timeout: 20_000 })

/** A page comes before its script, and a press or a key counts only from then on: whoever goes somewhere waits for both. */
export function awake(page: Page): Page {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)]
  page.goto = async (...to) => {
    const answer = await goto(...to)
    await untilAwake(page)
    return answer
  }
  page.reload = async (...how) => {
    const answer = await reload(...how)
    await untilAwake(page)
    return answer
  }
  return page
}
