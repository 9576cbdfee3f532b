import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { provideServices, SERVER_GRACE_MS, SERVER_NAMES } from '../../services/index.mjs'
import { choosePort } from '../../services/ports.mjs'
import { isAlive, killGroup, recallProcess } from '../../services/processes.mjs'
import { openStateDir } from '../../services/state-dir.mjs'
import { endLeftover } from '../../services/supervise.mjs'
import { build, generateClient } from './build.mjs'
import { CONSOLE_GRACE_MS } from './console.mjs'
import { migrate, seed } from './database.mjs'
import { createDisplay } from './display.mjs'
import { holdPort } from './hold-port.mjs'
import { install } from './install.mjs'

const PREFERRED_PORT = 3300

/**
 * Everything that the console needs before it can run: packages, servers, generated client, migrated database, first administrator, and with `web` the
 * build. The packages and the build go on beside the servers. On a failure, or when `signal` is aborted, what was started is ended before this rejects.
 *
 * @param {{ root: string, stateDir: string, env: object, ui?: object, signal?: AbortSignal, throwaway?: boolean, web?: boolean, accounts?: boolean }} options
 *   `throwaway`: servers that trade durability for speed; `accounts: false` leaves the database empty after the migrations.
 * @returns `{ root, state, env, url, port, administrator, services, releasePort, stop }`; `env` is for the web server and the workers and holds no
 *   administrator's address, which is in `services.env.DATABASE_ADMIN_URL`.
 */
export async function prepare({ root, stateDir, env, ui = createDisplay(), signal, throwaway = false, web = true, accounts = true }) {
  const state = openStateDir(stateDir)
  await endConsoleLeftovers(state, ui)
  const port = await choosePort({ name: 'the console', wanted: env.PORT, remembered: state.read().ports?.web, preferred: PREFERRED_PORT })
  const held = await holdPort(port)
  const url = (env.PUBLIC_URL || `http://127.0.0.1:${port}`).replace(/\/+$/, '')
  state.update({ url, ports: { ...state.read().ports, web: port } })
  const base = { ...env, ...ownSettings({ state, env, port, url }) }

  const abort = new AbortController()
  const context = { root, state, ui, signal: signal ? AbortSignal.any([signal, abort.signal]) : abort.signal }
  const begun = (work) => {
    work.catch((error) => abort.abort(error))
    return work
  }
  const services = begun(provideServices({ root, stateDir: state.dir, env, ui, signal: context.signal, throwaway }))
  const client = begun(install({ ...context, env }).then(() => generateClient({ ...context, env: base })))
  const pages = begun(client.then(() => (web ? build({ ...context, env: base }) : undefined)))
  const administrator = begun(
    Promise.all([services, client]).then(([provided]) => openDatabase({ ...context, env: { ...base, ...provided.env }, url, accounts })),
  )

  const outcomes = await Promise.allSettled([services, pages, administrator])
  const provided = outcomes[0].value
  if (outcomes.some((outcome) => outcome.status === 'rejected')) {
    await Promise.all([provided?.stop(), held.release()])
    throw abort.signal.reason
  }
  const { DATABASE_ADMIN_URL: _, ...consoleEnv } = { ...base, ...provided.env }
  return {
    root,
    state,
    env: consoleEnv,
    url,
    port,
    administrator: outcomes[2].value,
    services: provided,
    releasePort: held.release,
    stop: provided.stop,
  }
}

async function openDatabase({ accounts, ...context }) {
  await migrate(context)
  return accounts ? await seed(context) : null
}

function ownSettings({ state, env, port, url }) {
  return {
    PORT: `${port}`,
    PUBLIC_URL: url,
    QUARTERDECK_SECRET: env.QUARTERDECK_SECRET || state.secret('secret', () => randomBytes(32).toString('base64url')),
    QUARTERDECK_STATE_DIR: state.dir,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

const recordedNames = (state) =>
  readdirSync(state.file('run'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))

/** Names of the processes that were recorded and are not servers: the web server and the workers, which are ended before the servers. */
const consoleNames = (state) => recordedNames(state).filter((name) => !SERVER_NAMES.includes(name))

/** At once and without asking, whatever state things are in. */
export function killRecorded(state) {
  for (const name of recordedNames(state)) {
    const record = recallProcess(state.file(`run/${name}.json`))
    if (isAlive(record)) killGroup(record.pid)
  }
}

async function endConsoleLeftovers(state, ui) {
  await Promise.all(
    consoleNames(state).map(async (name) => {
      if (await endLeftover(state, name, CONSOLE_GRACE_MS)) ui.note(`ended the ${name} that an earlier start had left running`)
    }),
  )
}

/** Ends whatever a start that is gone has left of this state directory: web and workers first, then the servers. Gives the names. */
export async function endLeftovers(state) {
  const end = async (names, graceMs) => {
    const found = await Promise.all(names.map(async (name) => ((await endLeftover(state, name, graceMs)) ? name : null)))
    return found.filter(Boolean)
  }
  return [...(await end(consoleNames(state), CONSOLE_GRACE_MS)), ...(await end(SERVER_NAMES, SERVER_GRACE_MS))]
}
