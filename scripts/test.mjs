// `npm test`: everything, from a fresh clone, on throw-away servers; `npm test -- unit drift` runs the named suites only. Plain JavaScript that Node 20
// runs, because it is what installs Node 24.
import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createDisplay } from './start/display.mjs'
import { onEnd } from './start/ending.mjs'
import { killRecorded, prepare } from './start/stages.mjs'
import { emptyCounts } from './test/counts.mjs'
import { suites } from './test/suites.mjs'
import { isGood, summary } from './test/summary.mjs'
import { openReports, openThrowAwayState, remove, testEnvironment } from './test/throw-away-state.mjs'

const root = resolve(import.meta.dirname, '..')
const env = testEnvironment(process.env)
const ui = createDisplay()
const abort = new AbortController()
const results = []
const chosen = choose(process.argv.slice(2))
let prepared = null

const state = await openThrowAwayState({ root, env })
const reports = openReports(root)
onEnd({
  end: (reason) => {
    ui.print(`${reason}: ending`)
    abort.abort(new Error(`ended by ${reason}`))
  },
  kill: () => {
    killRecorded(state)
    process.exit(130)
  },
})

try {
  await measure('servers', async () => {
    prepared = await prepare({ root, stateDir: state.dir, env, ui, signal: abort.signal, throwaway: true, web: false })
    return emptyCounts()
  })
  for (const { name, run } of chosen) await measure(name, () => run({ root, env, prepared, reports, ui, signal: abort.signal }))
} finally {
  await end()
}

function choose(names) {
  const known = suites.map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length) {
    console.error(`no such suite: ${unknown.join(', ')}. There are: ${known.join(', ')}`)
    process.exit(2)
  }
  return suites.filter(({ name }) => !names.length || names.includes(name))
}

/** One suite, timed; what it throws is one failed test. Without servers, or after a signal, nothing else can run, and that is a failure as well. */
async function measure(name, work) {
  const beganMs = Date.now()
  const result = await judged(name, work)
  results.push({ ...result, name, ms: Date.now() - beganMs })
  if (name !== 'servers') ui.note(`${name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`)
}

async function judged(name, work) {
  try {
    abort.signal.throwIfAborted()
    if (name !== 'servers' && !prepared) throw new Error('not run: the servers could not be prepared')
    return await work()
  } catch (error) {
    ui.print(`${name}: ${error.message}`)
    return { ...emptyCounts(), failed: 1 }
  }
}

async function end() {
  try {
    cpSync(state.file('logs'), join(reports, 'logs'), { recursive: true })
    await prepared?.releasePort()
    await prepared?.stop()
    await remove({ root, env, state })
  } catch (error) {
    ui.print(`at the end: ${error.message}`)
    killRecorded(state)
    results.push({ ...emptyCounts(), name: 'ending', failed: 1, ms: 0 })
  }
  ui.close()
  process.stdout.write(`${summary(results)}\n`, () => process.exit(isGood(results) ? 0 : 1))
}
