// `npm run first-load`: how much JavaScript the first visit to each list fetches, and when it can be used. On the production build with throw-away servers.
import { resolve } from 'node:path'
import { enter, interactiveMs, javascriptOf } from './first-load/measure.mjs'
import { startConsole } from './start/console.mjs'
import { createDisplay } from './start/display.mjs'
import { onEnd } from './start/ending.mjs'
import { killRecorded, prepare } from './start/stages.mjs'
import { provideBrowser } from './test/browser-packages.mjs'
import { openThrowAwayState, remove, testEnvironment } from './test/throw-away-state.mjs'

/** Charts come on top where they are shown. Bare Next is 132. What is split off and why: docs/decisions/014-what-loads-first.md. */
const MOST_KIB = 250
const MOST_MS = 1_000
const LISTS = [
  '/',
  '/runs',
  '/sources',
  '/tokens',
  '/retention',
  '/retention/metrics',
  '/audit',
  '/users',
  '/environments',
  '/datasheets',
  '/datasheets/plans',
  '/datasheets/imports',
  '/schedules',
  '/calendar',
  '/approvals',
  '/hooks',
  '/datasheets/export',
  '/datasheets/compare',
  '/datasheets/history',
]

const root = resolve(import.meta.dirname, '..')
const env = testEnvironment(process.env)
const ui = createDisplay()
const abort = new AbortController()
const state = await openThrowAwayState({ root, env })
onEnd({
  end: (reason) => abort.abort(new Error(`ended by ${reason}`)),
  kill: () => {
    killRecorded(state)
    process.exit(130)
  },
})

async function measure(url, administrator) {
  const { chromium } = await import('@playwright/test')
  const executablePath = await provideBrowser({ env, logFile: state.file('logs/packages.log'), signal: abort.signal, ui })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'] })
  try {
    const context = await browser.newContext()
    await enter(context, url, administrator)
    const session = await context.storageState()
    const found = []
    for (const path of LISTS) {
      abort.signal.throwIfAborted()
      if (!(await context.request.get(`${url}${path}`, { maxRedirects: 0 })).ok()) continue
      const { bytes, files } = await javascriptOf(browser, session, `${url}${path}`)
      found.push({ path, kib: bytes / 1024, files, ms: await interactiveMs(browser, session, `${url}${path}`) })
    }
    return found
  } finally {
    await browser.close()
  }
}

let prepared = null
let running = null
try {
  prepared = await prepare({ root, stateDir: state.dir, env, ui, signal: abort.signal, throwaway: true })
  running = await startConsole({ prepared, ui, signal: abort.signal })
  const found = await measure(prepared.url, prepared.administrator)
  ui.close()
  console.log(`page            KiB gz  files  interactive ms   (at most ${MOST_KIB} KiB, ${MOST_MS} ms warm)`)
  for (const { path, kib, files, ms } of found) {
    const bad = kib > MOST_KIB || ms > MOST_MS
    console.log(`${path.padEnd(14)} ${kib.toFixed(1).padStart(7)} ${`${files}`.padStart(6)} ${ms.toFixed(0).padStart(15)}   ${bad ? 'TOO MUCH' : 'ok'}`)
    if (bad) process.exitCode = 1
  }
  if (!found.length) throw new Error('no list could be opened')
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  await running?.stop()
  await prepared?.releasePort()
  await prepared?.stop()
  await remove({ root, env, state })
}
process.exit()
