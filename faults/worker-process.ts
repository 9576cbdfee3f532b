import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { env, environment } from '#faults/env.ts'

export type WorkerProcess = {
  pid: number
  signal: (signal: NodeJS.Signals) => void
  /** Resolves with the exit code (null: ended by a signal) when the process is gone. */
  gone: Promise<number | null>
  alive: () => boolean
}

/** A worker with the counting handler in a process of its own, ready to work. */
export async function startWorkerProcess(addresses: Record<string, string>): Promise<WorkerProcess> {
  const out = openSync(env.FAULTS_LOG, 'a', 0o600)
  const args = ['--conditions=react-server', 'workers/testing/main.ts']
  const child = spawn(process.execPath, args, { stdio: ['ignore', out, out, 'ipc'], env: environment(addresses) })
  closeSync(out)
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  await Promise.race([
    new Promise((resolve) => child.once('message', resolve)),
    gone.then((code) => {
      throw new Error(`a worker ended with ${code} before it was ready, see ${env.FAULTS_LOG}`)
    }),
  ])
  return {
    pid: child.pid ?? 0,
    signal: (signal) => void child.kill(signal),
    gone,
    alive: () => child.exitCode === null && child.signalCode === null,
  }
}
