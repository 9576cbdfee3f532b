import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { killGroup } from './processes.mjs'
import { tail } from './supervise.mjs'

const SERVICE_OF = { mariadb: 'mysql', redis: 'redis', opensearch: 'opensearch' }

/** True when an engine answers and has compose: the client alone is on many machines where nothing runs. */
export function dockerAnswers(env) {
  const ask = (...args) => spawnSync('docker', args, { env, stdio: 'ignore', timeout: 8000 }).status === 0
  return ask('info') && ask('compose', 'version')
}

/** Every state directory has containers and volumes of its own. */
const projectOf = (state) => `quarterdeck-${createHash('sha256').update(state.dir).digest('hex').slice(0, 8)}`

function composeEnv({ state, env, ports }) {
  return {
    ...env,
    MYSQL_PASSWORD: state.secret('databasePassword'),
    MYSQL_ROOT_PASSWORD: state.secret('databaseAdminPassword'),
    MARIADB_PORT: `${ports.mariadb ?? 3306}`,
    REDIS_PORT: `${ports.redis ?? 6379}`,
    OPENSEARCH_PORT: `${ports.opensearch ?? 9200}`,
    // Compose demands the console's own settings even when only the servers are started.
    QUARTERDECK_SECRET: env.QUARTERDECK_SECRET || 'not-used-by-the-servers',
    PUBLIC_URL: env.PUBLIC_URL || 'http://127.0.0.1',
  }
}

/** The named servers (mariadb, redis, opensearch) as containers of compose.yaml, published on loopback ports, healthy when this resolves. */
export async function startInDocker({ root, state, env, names, ports, signal }) {
  const services = names.map((name) => SERVICE_OF[name])
  const base = ['compose', '-p', projectOf(state), '-f', join(root, 'compose.yaml')]
  const options = { env: composeEnv({ state, env, ports }), log: state.file('logs/docker.log'), signal }
  await docker([...base, 'up', '-d', '--wait', '--wait-timeout', '300', ...services], options)
  return {
    said: () => `${services.join(', ')} in Docker`,
    env: addressesOf(state, names, ports),
    stop: () => docker([...base, 'stop', '-t', '15', ...services], { ...options, signal: undefined }),
  }
}

function addressesOf(state, names, ports) {
  const database = (user, secret) => `mysql://${user}:${state.secret(secret)}@127.0.0.1:${ports.mariadb}/quarterdeck`
  return {
    ...(names.includes('mariadb') && {
      DATABASE_URL: database('quarterdeck', 'databasePassword'),
      DATABASE_ADMIN_URL: database('root', 'databaseAdminPassword'),
    }),
    ...(names.includes('redis') && { REDIS_URL: `redis://127.0.0.1:${ports.redis}` }),
    ...(names.includes('opensearch') && { OPENSEARCH_URL: `http://127.0.0.1:${ports.opensearch}` }),
  }
}

/** For `npm run stop` after a crash, and with `volumes` for `npm run reset`. */
export function stopDocker({ root, state, env, volumes = false }) {
  const ports = state.read().ports ?? {}
  const args = ['compose', '-p', projectOf(state), '-f', join(root, 'compose.yaml'), ...(volumes ? ['down', '-v'] : ['stop', '-t', '15'])]
  return docker(args, { env: composeEnv({ state, env, ports }), log: state.file('logs/docker.log') })
}

function docker(args, { env, log, signal }) {
  signal?.throwIfAborted()
  const out = openSync(log, 'a', 0o600)
  const child = spawn('docker', args, { env, detached: true, stdio: ['ignore', out, out] })
  const end = () => killGroup(child.pid)
  signal?.addEventListener('abort', end, { once: true })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      signal?.removeEventListener('abort', end)
      if (code === 0) resolve()
      else reject(new Error(`docker ${args.slice(5).join(' ')} failed (${code}). The end of ${log}:\n${tail(log)}`))
    })
  })
}
