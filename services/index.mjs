import { dockerAnswers, startInDocker, stopDocker } from './docker.mjs'
import { checkGiven, GIVEN } from './given.mjs'
import { startNative } from './native.mjs'
import { choosePort } from './ports.mjs'
import { openStateDir } from './state-dir.mjs'
import { endLeftover } from './supervise.mjs'

/** In the order in which they are ended after a crash; each may take this long to write down what it holds. */
export const SERVER_NAMES = ['mariadb', 'redis', 'opensearch']
export const SERVER_GRACE_MS = 15_000
const QUIET = { note: () => {}, stage: (_name, work) => work(() => {}) }

/**
 * MySQL/MariaDB, Redis and OpenSearch for one state directory. Each comes from its address in `env` where that is given, else from Docker compose
 * where an engine answers, else from this machine's packages (installed by apt when we are root).
 *
 * @param {{ root: string, stateDir: string, env: object, ui?: object, signal?: AbortSignal, throwaway?: boolean }} options `throwaway` trades durability
 *   for speed (tests); `ui` has `note(text)` and `stage(name, work)`; aborting `signal` ends what was begun.
 * @returns {Promise<{ env: object, pids: () => object, ports: object, provider: string, stop: () => Promise<void> }>} `env` holds
 *   DATABASE_URL (the application's account), DATABASE_ADMIN_URL (migrations), REDIS_URL and OPENSEARCH_URL.
 */
export async function provideServices({ root, stateDir, env, ui = QUIET, signal, throwaway = false }) {
  const state = openStateDir(stateDir)
  const given = SERVER_NAMES.filter((name) => env[GIVEN[name]])
  const wanted = SERVER_NAMES.filter((name) => !given.includes(name))
  for (const name of wanted) if (await endLeftover(state, name, SERVER_GRACE_MS)) ui.note(`ended the ${name} that an earlier start had left running`)
  const givenEnv = await takeGiven({ given, env, ui })
  if (!wanted.length) return together({ env: givenEnv, parts: [], ports: {}, provider: 'given' })
  const ports = await choosePorts({ state, wanted, env })
  const context = { root, state, env, ui, signal, throwaway, ports, names: wanted }
  const started = chooseProvider(context) === 'docker' ? await startDocker(context) : { provider: 'native', ...(await startNative(context)) }
  state.update({ provider: started.provider })
  return together({ ...started, env: { ...givenEnv, ...started.env }, ports })
}

async function takeGiven({ given, env, ui }) {
  const places = await Promise.all(given.map((name) => checkGiven(GIVEN[name], env[GIVEN[name]])))
  given.forEach((name, index) => {
    ui.note(`${name}: yours at ${places[index]} (${GIVEN[name]})`)
  })
  const found = Object.fromEntries(given.map((name) => [GIVEN[name], env[GIVEN[name]]]))
  return found.DATABASE_URL ? { ...found, DATABASE_ADMIN_URL: env.DATABASE_ADMIN_URL || found.DATABASE_URL } : found
}

const PORT_VARIABLES = { mariadb: 'MARIADB_PORT', redis: 'REDIS_PORT', opensearch: 'OPENSEARCH_PORT', opensearchTransport: 'OPENSEARCH_TRANSPORT_PORT' }

async function choosePorts({ state, wanted, env }) {
  const known = state.read().ports ?? {}
  const ports = {}
  for (const name of wanted.includes('opensearch') ? [...wanted, 'opensearchTransport'] : wanted)
    ports[name] = await choosePort({ name, wanted: env[PORT_VARIABLES[name]], remembered: known[name] })
  state.update({ ports: { ...known, ...ports } })
  return ports
}

/** The data of a state directory lies where it was first put: a Docker engine that comes or goes must not show an empty console. */
function chooseProvider({ state, env }) {
  const asked = env.QUARTERDECK_SERVICES
  if (asked && !['docker', 'native'].includes(asked)) throw new Error('QUARTERDECK_SERVICES is "docker" or "native"')
  const before = state.read().provider
  if (asked === 'native' || (!asked && before === 'native')) return 'native'
  if (dockerAnswers(env)) return 'docker'
  if (asked !== 'docker' && before !== 'docker') return 'native'
  throw new Error(
    `${asked ? 'QUARTERDECK_SERVICES=docker' : 'The data of this checkout is in Docker volumes'}, and "docker info" does not answer: start the Docker engine${asked ? '' : ', or run "npm run reset" to begin anew'}`,
  )
}

async function startDocker(context) {
  const { root, state, env, ui, signal } = context
  try {
    return await ui.stage('servers', async (progress) => {
      progress({ text: 'in Docker (the images are fetched the first time)' })
      const part = await startInDocker(context)
      return { provider: 'docker', env: part.env, parts: [{ name: 'docker', pid: () => null, stop: part.stop }], said: part.said() }
    })
  } catch (error) {
    if (signal?.aborted || env.QUARTERDECK_SERVICES === 'docker' || state.read().provider === 'docker') throw error
    ui.note(`Docker could not start the servers, so this machine's packages are used. ${error.message}`)
    // What did start would sit on the ports.
    await stopDocker({ root, state, env }).catch(() => {})
    return { provider: 'native', ...(await startNative(context)) }
  }
}

function together({ env, parts, ports, provider }) {
  return {
    env: withoutNotes(env),
    ports,
    provider,
    pids: () => Object.fromEntries(parts.map((part) => [part.name, part.pid()])),
    stop: async () => {
      await Promise.all(parts.map((part) => part.stop()))
    },
  }
}

function withoutNotes({ said: _, ...env }) {
  return env
}
