import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { stopDocker } from '../../services/docker.mjs'
import { deleteStateDir, openStateDir } from '../../services/state-dir.mjs'
import { endLeftovers } from '../start/stages.mjs'

// What belongs to a person's own console has no business in a test that makes and deletes data.
const PERSONAL =
  /^(DATABASE_|REDIS_|OPENSEARCH_|MARIADB_|SAMPLE_DATABASE_|QUARTERDECK_(?!SERVICES$)|QD_|PUBLIC_URL$|PORT$|TRUSTED_PROXIES$|QUEUE_PREFIX$|ADMIN_EMAIL$|LOG_LEVEL$|NODE_ENV$|NODE_OPTIONS$|TZ$)/

/** The environment for everything that the tests start: no address of the person's own servers, limits that a hurried robot does not meet. */
export function testEnvironment(env) {
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !PERSONAL.test(name)))
  return { ...kept, RATE_LIMIT: '1000000', SIGN_IN_LIMIT: '10000', LOG_LEVEL: 'warn' }
}

/** `.quarterdeck/test-<pid>`, new; those of test runs that were killed are ended and taken away first. */
export async function openThrowAwayState({ root, env }) {
  const parent = join(root, '.quarterdeck')
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(parent).filter((found) => /^test-\d+$/.test(found) && !isRunning(Number(found.slice(5))))) {
    await remove({ root, env, state: openStateDir(join(parent, name)) })
  }
  return openStateDir(join(parent, `test-${process.pid}`))
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Ends whatever still runs on the state directory and deletes it with its data. */
export async function remove({ root, env, state }) {
  if (!existsSync(state.dir)) return
  await endLeftovers(state)
  if (state.read().provider === 'docker') await stopDocker({ root, state, env, volumes: true })
  deleteStateDir(state.dir)
}

/** A folder for logs and reports that outlives the run, emptied. */
export function openReports(root) {
  const folder = join(root, '.quarterdeck', 'last-test')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}
