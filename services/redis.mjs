import { mkdirSync } from 'node:fs'
import { findProgram } from './find-program.mjs'
import { ask, until } from './probe.mjs'
import { supervise } from './supervise.mjs'

export const needs = [{ what: 'Redis server', apt: ['redis-server'], brew: 'redis', programs: [['redis-server']] }]

/** Redis of this machine's packages. Nothing is ever evicted: the queue lives here, and a full Redis must say no instead of forgetting. */
export async function startRedis({ state, env, port, throwaway, note, signal, onPid }) {
  const dir = state.file('redis')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  let version = ''
  const durability = throwaway ? ['--appendonly', 'no', '--save', ''] : ['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '']
  const server = supervise({
    state,
    name: 'redis',
    command: findProgram(env, 'redis-server'),
    args: ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--maxmemory-policy', 'noeviction', '--daemonize', 'no', ...durability],
    env,
    cwd: dir,
    diesWithUs: true,
    graceMs: 15_000,
    note,
    onPid,
    ready: async () => {
      version = await until(() => versionOf(port), { withinMs: 60_000, signal, what: 'Redis' })
    },
  })
  return { server, said: () => `Redis ${version} on port ${port}`, env: { REDIS_URL: `redis://127.0.0.1:${port}` } }
}

/** Answers only when the data is loaded: until then Redis accepts connections and says LOADING. */
async function versionOf(port) {
  const ping = await ask({ port, text: 'PING\r\n', enough: (got) => got.includes('\r\n') })
  if (!ping?.toString().startsWith('+PONG')) return null
  const info = await ask({ port, text: 'INFO server\r\n', enough: (got) => got.includes('redis_version:') && got.includes('run_id') })
  return /redis_version:(\S+)/.exec(info?.toString() ?? '')?.[1]
}
