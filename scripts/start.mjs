import { dirname } from 'node:path'
import { dropLock, takeLock } from '../services/lock.mjs'
import { openStateDir, stateDirOf } from '../services/state-dir.mjs'
import { banner } from './start/banner.mjs'
import { isAnswering, startConsole } from './start/console.mjs'
import { createDisplay, seconds } from './start/display.mjs'
import { onEnd } from './start/ending.mjs'
import { showSample } from './start/sample.mjs'
import { killRecorded, prepare } from './start/stages.mjs'

// `npm start`: everything from a fresh clone to a running console. Plain JavaScript that Node 20 runs, because it is what installs Node 24.

const root = dirname(import.meta.dirname)
const startedMs = Date.now()
const ui = createDisplay({ startedMs })
const abort = new AbortController()
let prepared = null
let running = null
let ended = null

if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node 20 or newer is needed, this is ${process.version}`)
const state = await openOrFail()
const holder = await takeLock(state)
if (holder) await pointAt(holder)
onEnd({
  end: (reason) => close(0, `${reason}: ending`),
  kill: () => {
    killRecorded(state)
    ui.print('killed')
    process.exit(130)
  },
})
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (error) => close(1, error?.stack ?? String(error)))

const work = run()
try {
  await work
} catch (error) {
  // After a wished end the failures of what was cut off are not news.
  if (!abort.signal.aborted) await close(1, `\n${error.message}`)
}

async function run() {
  ui.note(`Quarterdeck in ${state.dir}`)
  state.update({ phase: 'starting', startedAt: new Date(startedMs).toISOString(), pids: { start: process.pid } })
  prepared = await prepare({ root, stateDir: state.dir, env: process.env, ui, signal: abort.signal })
  abort.signal.throwIfAborted()
  running = await startConsole({ prepared, ui, signal: abort.signal, workers: workerCount() })
  abort.signal.throwIfAborted()
  state.update({ phase: 'running' })
  const analysis = await showSample({ prepared, ui, signal: abort.signal })
  ui.print(banner({ url: prepared.url, administrator: prepared.administrator, analysis, stateDir: state.dir, tookMs: Date.now() - startedMs }))
}

function workerCount() {
  const count = Number(process.env.QUARTERDECK_WORKERS || 1)
  if (!Number.isInteger(count) || count < 1 || count > 64) throw new Error('QUARTERDECK_WORKERS is a number from 1 to 64')
  return count
}

/** Web and workers first, so that they can still put down what they do; then the servers. */
function close(code, why) {
  ended ??= (async () => {
    abort.abort()
    if (why) ui.print(why)
    const beganMs = Date.now()
    // What was being prepared ends itself; it must be through before the servers go.
    await work.catch(() => {})
    await settled(running?.stop())
    await settled(prepared?.stop())
    state.update({ phase: 'stopped', pids: {} })
    dropLock(state)
    ui.print(`all ended after ${seconds(Date.now() - beganMs)}`)
    ui.close()
    process.exit(code)
  })()
  return ended
}

async function settled(work) {
  try {
    await work
  } catch (error) {
    ui.print(error.message)
  }
}

async function openOrFail() {
  try {
    return openStateDir(stateDirOf(root, process.env))
  } catch (error) {
    return fail(error.message)
  }
}

/** Somebody runs already: say where, and whether it is well. */
async function pointAt(holder) {
  const { phase, url, ports } = state.read()
  if (phase !== 'running') fail(`Another npm start (pid ${holder.pid}) is busy with this checkout: wait for it, or end it with npm run stop.`, 0)
  if (await isAnswering(ports?.web, 5000)) fail(`Quarterdeck is running already (pid ${holder.pid}): ${url}`, 0)
  fail(`Quarterdeck is running (pid ${holder.pid}), but ${url} does not answer: look at ${state.dir}/logs, or run npm run stop and start again.`)
}

function fail(text, code = 1) {
  ui.print(text)
  process.exit(code)
}
