// `npm run bench -- NAME ...`: runs bench/NAME.ts on the servers that DATABASE_URL and OPENSEARCH_URL name, or on throw-away ones. Plain JavaScript
// that Node 20 runs. A database of its own is made and dropped either way; the benchmark makes and deletes its indices under a prefix of its own.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { provideServices } from '../services/index.mjs'
import { generateClient } from './start/build.mjs'
import { createDisplay } from './start/display.mjs'
import { onEnd } from './start/ending.mjs'
import { isInstalled, requireNode } from './start/install.mjs'
import { killRecorded } from './start/stages.mjs'
import { openThrowAwayState, remove } from './test/throw-away-state.mjs'

const root = resolve(import.meta.dirname, '..')
const [name, ...options] = process.argv.slice(2)
const known = readdirSync(resolve(root, 'bench')).flatMap((file) => (file.endsWith('.ts') && file !== 'env.ts' ? [file.slice(0, -3)] : []))
if (!name || !known.includes(name)) {
  console.error(`usage: npm run bench -- NAME [options]   NAME: ${known.join(', ')}`)
  process.exit(2)
}
if (!isInstalled(root) || !existsSync(resolve(root, 'node_modules/mariadb'))) {
  console.error('the packages are missing or stale: run "npm ci" first')
  process.exit(1)
}
const { dropDatabase, withDatabase } = await import('./db/connection.mjs')
const { deploy } = await import('./db/deploy.mjs')

const env = process.env
const ui = createDisplay()
const abort = new AbortController()
const state = await openThrowAwayState({ root, env })
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

function runBench(address, addresses) {
  abort.signal.throwIfAborted()
  const args = ['--conditions=react-server', `bench/${name}.ts`, ...options]
  running = spawn(requireNode(root), args, { cwd: root, stdio: 'inherit', env: { ...env, ...addresses, DATABASE_URL: address, LOG_LEVEL: 'warn' } })
  return new Promise((done) => running.on('exit', (code) => done(code ?? 1)))
}

let provided = null
let database = null
try {
  await generateClient({ root, state, env, ui })
  provided = await provideServices({ root, stateDir: state.dir, env, ui, signal: abort.signal, throwaway: true })
  const { DATABASE_ADMIN_URL, ...addresses } = provided.env
  database = withDatabase(DATABASE_ADMIN_URL || addresses.DATABASE_URL, `quarterdeck_bench_${process.pid}`)
  await deploy(database)
  ui.close()
  process.exitCode = await runBench(database, addresses)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  if (database) await dropDatabase(database).catch((error) => console.error(error.message))
  await provided?.stop()
  await remove({ root, env, state })
}
process.exit()
