import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Principal } from '#core/shared/permissions.ts'
import { findRun } from '#features/runs/repository.ts'
import type { RunDetail, RunState } from '#features/runs/schema.ts'
import { createRun } from '#features/runs/service.ts'
import { db } from '#server/database.ts'
import { type CountPayload, countJob } from '#workers/testing/count.ts'

/** A new administrator of the test's own. */
export async function makePrincipal(): Promise<Principal> {
  const id = randomUUID()
  const email = `${id}@example.test`
  await db.user.create({ data: { id, name: 'Tester', email, role: 'administrator', createdAt: new Date() } })
  return { userId: id, name: 'Tester', email, role: 'administrator', via: 'token', scopes: ['all'], mustChangePassword: false }
}

export async function startCount(by: Principal, payload: CountPayload): Promise<string> {
  const run = await db.$transaction((tx) => createRun(tx, { job: countJob, payload, title: { size: 'small' }, keywords: 'count', by }))
  return run.id
}

export async function loadRun(id: string): Promise<RunDetail> {
  const run = await findRun(BigInt(id))
  if (!run) throw new Error(`run ${id} is gone`)
  return run
}

/** Reads the run until it is in one of the states or `enough` holds; fails with what it saw instead. */
export async function waitFor(id: string, wanted: RunState[] | ((run: RunDetail) => boolean), withinMs = 20_000): Promise<RunDetail> {
  const enough = typeof wanted === 'function' ? wanted : (run: RunDetail) => wanted.includes(run.state)
  for (const until = Date.now() + withinMs; ; ) {
    const run = await loadRun(id)
    if (enough(run)) return run
    if (Date.now() > until) throw new Error(`run ${id} is ${run.state}, ${run.done} of ${run.total}, after ${withinMs} ms`)
    await sleep(50)
  }
}

/** How often each step's effect is there: step number -> times. */
export async function countEffects(id: string): Promise<number[]> {
  const rows = await db.runLog.findMany({ where: { runId: BigInt(id), code: 'effect' }, orderBy: { id: 'asc' } })
  return rows.map((row) => (row.params as { n: number }).n)
}

/** A worker in a process of its own, ready to work; that of the tests' own kind of run, unless told. */
export async function spawnWorker(program = 'workers/testing/main.ts'): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--conditions=react-server', program], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)))
  })
  return child
}

export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}
