import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

/** Signs in with the one-time password and changes it, as a person does first. */
export async function enter(context, url, { email, password }) {
  const headers = { origin: url, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const post = async (path, data) => {
    const answer = await context.request.post(`${url}${path}`, { headers: { ...headers, 'idempotency-key': randomUUID() }, data })
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`)
  }
  await post('/api/v1/session', { email, password })
  await post('/api/v1/me/password', { current: password, next: randomBytes(16).toString('base64url') })
}

/** JavaScript of the first visit with an empty cache, in bytes as gzip packs it; every script counts until none has come for a second (the event stream never rests). */
export async function javascriptOf(browser, state, url) {
  const context = await browser.newContext({ storageState: state })
  const page = await context.newPage()
  const sizes = []
  let latestMs = Date.now()
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    latestMs = Date.now()
    sizes.push(response.body().then((body) => gzipSync(body, { level: 6 }).length))
  })
  await page.goto(url, { waitUntil: 'load' })
  while (Date.now() - latestMs < 1_000) await sleep(100)
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  await context.close()
  return { bytes, files: sizes.length }
}

/** Runs in the page: asks for the palette again and again until it opens, and keeps when that was. */
function askForPalette() {
  const timer = setInterval(() => {
    if (document.querySelector('[role=dialog] input')) {
      clearInterval(timer)
      globalThis.interactiveMs = performance.now()
    } else document.documentElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true }))
  }, 20)
}

/** Milliseconds from the address to a page that obeys the keyboard, on a warm server with a warm cache: the middle of five visits. */
export async function interactiveMs(browser, state, url) {
  const context = await browser.newContext({ storageState: state })
  const times = []
  for (let visit = 0; visit < 6; visit++) {
    const page = await context.newPage()
    await page.addInitScript(askForPalette)
    await page.goto(url, { waitUntil: 'commit' })
    await page.waitForFunction(() => globalThis.interactiveMs !== undefined, undefined, { timeout: 20_000 })
    times.push(await page.evaluate(() => globalThis.interactiveMs))
    await page.close()
  }
  await context.close()
  // The first visit warms the cache.
  return times.slice(1).sort((a, b) => a - b)[2]
}
