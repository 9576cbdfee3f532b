import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { env, environment } from '#faults/env.ts'
import { until } from '#faults/servers.ts'

/** What the API said at one moment. `alive` and `ready` are answers of routes, the stream's are what a browser was last told. */
export type Sample = {
  atMs: number
  ready: number
  checks: Record<string, boolean>
  workers: number
  alive: number | null
  slowestMs: number
  streamAlive: number | null
  streamAgeMs: number | null
}

export type WebWatch = {
  /** Milliseconds until the API said so; fails when it does not in time. */
  says: (what: string, holds: (sample: Sample) => boolean, withinMs: number) => Promise<number>
  /** The slowest answer so far. */
  slowestMs: () => number
  stop: () => Promise<void>
}

/** A process that has the API's routes and asks them all the time, with the addresses of the proxies. */
export async function watchWeb(addresses: Record<string, string>, token: string): Promise<WebWatch> {
  const out = openSync(env.FAULTS_LOG, 'a', 0o600)
  const args = ['--conditions=react-server', 'faults/web.ts', token]
  const child = spawn(process.execPath, args, { stdio: ['ignore', out, out, 'ipc'], env: environment(addresses) })
  closeSync(out)
  let latest: Sample | null = null
  let slowest = 0
  child.on('message', (message) => {
    const first = latest === null
    latest = message as Sample
    // The first answer opens connections and loads code.
    if (!first) slowest = Math.max(slowest, latest.slowestMs)
  })
  await until('the API answers', () => latest !== null, 30_000)
  return {
    says: (what, holds, withinMs) => {
      const asked = Date.now()
      return until(`the API says: ${what}`, () => latest !== null && latest.atMs > asked && holds(latest), withinMs)
    },
    slowestMs: () => slowest,
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await gone
    },
  }
}
