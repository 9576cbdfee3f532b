import { findProgram } from './find-program.mjs'
import * as mariadb from './mariadb.mjs'
import * as opensearch from './opensearch.mjs'
import { installPackages } from './packages.mjs'
import * as redis from './redis.mjs'

const START = { mariadb: mariadb.startMariadb, redis: redis.startRedis, opensearch: opensearch.startOpensearch }

/** The named servers from this machine's packages, started side by side. When one fails, the others are ended before this rejects. */
export async function startNative(context) {
  const { names, signal } = context
  await installMissing(context)
  const abort = new AbortController()
  const linked = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal
  const parts = []
  const outcomes = await Promise.allSettled(
    names.map((name) =>
      startOne(name, { ...context, signal: linked, parts }).catch((error) => {
        abort.abort(error)
        throw error
      }),
    ),
  )
  const failed = outcomes.filter((outcome) => outcome.status === 'rejected')
  if (!failed.length) return { env: Object.assign({}, ...outcomes.map((outcome) => outcome.value)), parts }
  await Promise.all(parts.map((part) => part.stop()))
  // The first failure is the cause; the others were told to stop because of it.
  throw abort.signal.reason ?? failed[0].reason
}

function startOne(name, { state, env, ui, ports, throwaway, signal, parts }) {
  return ui.stage(name, async (progress) => {
    const started = await START[name]({
      state,
      env,
      port: ports[name],
      transportPort: ports.opensearchTransport,
      throwaway,
      signal,
      progress,
      note: ui.note,
      onPid: (pid) => rememberPid(state, name, pid),
    })
    parts.push(started.server)
    await started.server.ready
    return Object.assign(started.env, { said: started.said() })
  })
}

/** Pids that people and `npm run stop` read; the records in run/ are what is trusted. */
export function rememberPid(state, name, pid) {
  const { pids = {} } = state.read()
  const servers = { ...pids.servers }
  if (pid) servers[name] = pid
  else delete servers[name]
  state.update({ pids: { ...pids, servers } })
}

async function installMissing({ state, env, ui, names, signal }) {
  const needed = {
    mariadb: mariadb.needs,
    redis: redis.needs,
    opensearch: opensearch.isFetched(state, env) ? opensearch.needsWhenFetched : opensearch.needs,
  }
  const needs = names.flatMap((name) => needed[name]).filter((need) => !need.programs.every((choices) => findProgram(env, ...choices)))
  if (!needs.length) return
  await ui.stage('packages', async (progress) => {
    progress({ text: `installing ${needs.map((need) => need.what).join(', ')}` })
    const installed = await installPackages({ needs, env, logFile: state.file('logs/packages.log'), signal })
    return { said: `installed ${installed.join(', ')}` }
  })
}
