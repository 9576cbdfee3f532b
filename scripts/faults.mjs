// `npm run faults`: faults on purpose, each repeated with other seeds, on throw-away servers of its own. Plain JavaScript that Node 20 runs.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { provideServices } from '../services/index.mjs'
import { generateClient } from './start/build.mjs'
import { createDisplay } from './start/display.mjs'
import { onEnd } from './start/ending.mjs'
import { isInstalled, requireNode } from './start/install.mjs'
import { killRecorded } from './start/stages.mjs'
import { openThrowAwayState, remove, testEnvironment } from './test/throw-away-state.mjs'

const root = resolve(import.meta.dirname, '..')
if (!isInstalled(root) || !existsSync(resolve(root, 'node_modules/mariadb'))) {
  console.error('the packages are missing or stale: run "npm ci" first')
  process.exit(1)
}
const { withDatabase } = await import('./db/connection.mjs')
const { deploy } = await import('./db/deploy.mjs')
/** The application's account may do everything in databases of this prefix. */
const database = 'quarterdeck_faults'

// Servers are killed by pid, so they must be this machine's own processes.
const env = { ...testEnvironment(process.env), QUARTERDECK_SERVICES: 'native' }
const ui = createDisplay()
const abort = new AbortController()
const state = await openThrowAwayState({ root, env })
// Logs outlive the drills, beside those of the last tests.
const reports = join(root, '.quarterdeck', 'last-faults')
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true, mode: 0o700 })
let running = null
onEnd({
  end: (reason) => {
    abort.abort(new Error(`ended by ${reason}`))
    running?.kill('SIGTERM')
  },
  kill: () => {
    killRecorded(state)
    process.exit(130)
  },
})

function runDrills(addresses) {
  abort.signal.throwIfAborted()
  const args = ['--conditions=react-server', 'faults/main.ts', ...process.argv.slice(2)]
  const log = join(reports, 'faults.log')
  const own = { QUARTERDECK_STATE_DIR: state.dir, FAULTS_STATE_DIR: state.dir, FAULTS_LOG: log }
  running = spawn(requireNode(root), args, { cwd: root, stdio: 'inherit', env: { ...env, ...addresses, ...own } })
  return new Promise((done) => running.on('exit', (code) => done(code ?? 1)))
}

let provided = null
try {
  await generateClient({ root, state, env, ui })
  // Durable, unlike those of the tests: a server that is killed must not forget what it had promised.
  provided = await provideServices({ root, stateDir: state.dir, env, ui: { ...ui, note: () => {} }, signal: abort.signal, throwaway: false })
  const { DATABASE_ADMIN_URL, ...addresses } = provided.env
  await deploy(withDatabase(DATABASE_ADMIN_URL, database))
  ui.close()
  process.exitCode = await runDrills({ ...addresses, DATABASE_URL: withDatabase(addresses.DATABASE_URL, database) })
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  await provided?.stop()
  cpSync(state.file('logs'), join(reports, 'logs'), { recursive: true })
  await remove({ root, env, state })
}
process.exit()
