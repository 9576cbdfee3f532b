import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { until } from '../../services/probe.mjs'
import { supervise } from '../../services/supervise.mjs'
import { requireNode } from './install.mjs'

/** Web and workers finish or put down what they do within this time after SIGTERM. */
export const CONSOLE_GRACE_MS = 30_000
const READY_MS = 60_000
const LEASH = pathToFileURL(join(import.meta.dirname, 'leash.mjs')).href

/** True when the web server of this port answers that it is alive. */
export async function isAnswering(port, timeoutMs = 2000) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(timeoutMs) })).ok
  } catch {
    return false
  }
}

/**
 * Starts the web server and the workers on what `prepare` has made, and keeps them running. Resolves when all are ready.
 * @returns `{ url, pids, stop }`; `stop` ends them within 30 s and leaves the servers alone.
 */
export async function startConsole({ prepared, ui, signal, workers = 1 }) {
  await prepared.releasePort()
  const parts = []
  const { state } = prepared
  const remember = () => {
    const pidOf = (part) => part?.pid()
    state.update({
      pids: { ...state.read().pids, web: pidOf(parts.find((part) => part.name === 'web')), workers: parts.filter((part) => part.name !== 'web').map(pidOf) },
    })
  }
  const begin = (options) => {
    const part = supervise({
      state,
      cwd: prepared.root,
      command: requireNode(prepared.root),
      ipc: true,
      graceMs: CONSOLE_GRACE_MS,
      note: ui.note,
      onPid: () => queueMicrotask(remember),
      ...options,
    })
    parts.push(part)
    return part.ready
  }
  const names = Array.from({ length: workers }, (_, index) => `worker-${index + 1}`)
  const stop = () => Promise.all(parts.map((part) => part.stop()))
  try {
    await Promise.all([
      ui.stage('web', () => begin(webProcess(prepared, signal)).then(() => `answers at ${prepared.url}`)),
      ui.stage('workers', () => Promise.all(names.map((name) => begin(workerProcess(prepared, name)))).then(() => `${workers} ready`)),
    ])
  } catch (error) {
    await stop()
    throw error
  }
  remember()
  return { url: prepared.url, pids: () => state.read().pids, stop }
}

function webProcess({ env, port }, signal) {
  return {
    name: 'web',
    args: ['--import', LEASH, 'node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', `${port}`],
    env,
    ready: () => until(() => isAnswering(port), { withinMs: READY_MS, everyMs: 100, signal, what: 'the web server' }),
  }
}

/** How a worker is started so that it takes little memory: what each part does is written in docs/decisions/016. */
const thrifty = (root) => JSON.parse(readFileSync(join(root, 'workers/memory.json'), 'utf8'))

function workerProcess({ env, root }, name) {
  const memory = thrifty(root)
  return {
    name,
    args: ['--import', LEASH, ...memory.flags, '--conditions=react-server', 'workers/main.ts'],
    env: { ...memory.env, ...env, WORKER_NAME: name },
    ready: (child) => saysReady(child, name),
  }
}

/** By message and not by what it logs: log lines change. */
function saysReady(child, name) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} was not ready within ${READY_MS / 1000} s`)), READY_MS)
    child.on('message', (message) => {
      if (message !== 'ready') return
      clearTimeout(timer)
      resolve()
    })
    child.once('exit', () => clearTimeout(timer))
  })
}
