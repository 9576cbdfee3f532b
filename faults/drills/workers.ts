import { setTimeout as sleep } from 'node:timers/promises'
import type { Arena } from '#faults/arena.ts'
import type { Drill } from '#faults/drill.ts'
import { doneSoFar, expectExactlyOnce, haveDone, recovery, startRuns } from '#faults/oracle.ts'
import type { WorkerProcess } from '#faults/worker-process.ts'
import { db } from '#server/database.ts'

/** A worker counts as alive for ten seconds after it was last seen, and the console must say so within fifteen. */
const seenWithinMs = 15_000

const startSteps = (arena: Arena, runs: number) => startRuns(arena, runs, { steps: arena.random.between(30, 60), stepMs: arena.random.between(60, 160) })

/** A worker that holds a run now. */
async function busy(arena: Arena): Promise<WorkerProcess> {
  const rows = await db.run.findMany({ where: { state: 'running' }, select: { worker: true } })
  const found = arena.workers.find((worker) => rows.some((row) => row.worker?.endsWith(`:${worker.pid}`)))
  if (!found) throw new Error('no worker holds a run')
  return found
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1)

export const workerDrills: Drill[] = [
  {
    name: 'worker-kill',
    what: 'kill -9 of a worker in the middle of steps; another is there',
    run: async (arena) => {
      await arena.addWorkers(2)
      const runs = await startSteps(arena, 3)
      await haveDone(runs, arena.random.between(1, 6))
      const doomed = await busy(arena)
      doomed.signal('SIGKILL')
      await doomed.gone
      const recoveryMs = await recovery(runs, await doneSoFar(runs))
      const told = await arena.web.says('one worker is alive', ({ alive }) => alive === 1, seenWithinMs)
      await expectExactlyOnce(runs)
      return { recoveryMs, said: `1 worker alive after ${seconds(told)} s` }
    },
  },
  {
    name: 'no-workers',
    what: 'every worker dead for 60 s, runs waiting',
    run: async (arena) => {
      await arena.addWorkers(arena.random.between(1, 2))
      const runs = await startSteps(arena, 3)
      await haveDone(runs, 2)
      for (const worker of arena.workers) worker.signal('SIGKILL')
      const killedAt = Date.now()
      const told = await arena.web.says(
        'no worker, not ready',
        ({ alive, ready, checks }) => alive === 0 && ready === 503 && checks.workers === false,
        seenWithinMs,
      )
      await arena.web.says('the stream tells it too', ({ streamAlive }) => streamAlive === 0, seenWithinMs)
      const late = await startSteps(arena, 1)
      await sleep(Math.max(0, 60_000 * arena.pace - (Date.now() - killedAt)))
      const before = await doneSoFar([...runs, ...late])
      await arena.addWorkers(1)
      const recoveryMs = await recovery([...runs, ...late], before)
      await arena.web.says('one worker, ready', ({ alive, ready }) => alive === 1 && ready === 200, seenWithinMs)
      await expectExactlyOnce([...runs, ...late])
      return { recoveryMs, said: `no worker, 503 after ${seconds(told)} s` }
    },
  },
  {
    name: 'worker-stopped',
    what: 'SIGSTOP of a worker for 30 s, then SIGCONT: what it still wants to write is refused',
    run: async (arena) => {
      await arena.addWorkers(2)
      const runs = await startSteps(arena, 3)
      await haveDone(runs, arena.random.between(1, 6))
      const stopped = await busy(arena)
      stopped.signal('SIGSTOP')
      const stoppedAt = Date.now()
      const recoveryMs = await recovery(runs, await doneSoFar(runs))
      const told = await arena.web.says('one worker is alive', ({ alive }) => alive === 1, seenWithinMs)
      await sleep(Math.max(0, 30_000 * arena.pace - (Date.now() - stoppedAt)))
      stopped.signal('SIGCONT')
      await arena.web.says('both are alive', ({ alive }) => alive === 2, seenWithinMs)
      await expectExactlyOnce(runs)
      return { recoveryMs, said: `1 worker alive after ${seconds(told)} s` }
    },
  },
  {
    name: 'sigterm',
    what: 'SIGTERM of a worker at work: it ends well and gives its runs back at once',
    run: async (arena) => {
      await arena.addWorkers(2)
      const runs = await startSteps(arena, 4)
      await haveDone(runs, arena.random.between(1, 6))
      const leaving = await busy(arena)
      const asked = Date.now()
      leaving.signal('SIGTERM')
      const code = await leaving.gone
      const tookMs = Date.now() - asked
      if (code !== 0 || tookMs > 30_000) throw new Error(`the worker ended with ${code} after ${seconds(tookMs)} s`)
      const recoveryMs = await recovery(runs, await doneSoFar(runs))
      await arena.web.says('one worker is alive', ({ alive }) => alive === 1, 5_000)
      await expectExactlyOnce(runs)
      return { recoveryMs, said: `ended with 0 after ${seconds(tookMs)} s` }
    },
  },
  {
    name: 'two-relays',
    what: 'three workers, each with a relay and a reconciler, and many runs at once',
    run: async (arena) => {
      await arena.addWorkers(3)
      const runs = await startRuns(arena, arena.random.between(36, 48), { steps: 3, stepMs: arena.random.between(0, 20) })
      const recoveryMs = await recovery(runs, await doneSoFar(runs))
      await expectExactlyOnce(runs)
      const claims = await db.run.aggregate({ where: { id: { in: runs.map(({ id }) => BigInt(id)) } }, _max: { fence: true } })
      // One claim and one end raise the fence twice.
      if (claims._max.fence !== 2) throw new Error(`a run was claimed more than once (fence ${claims._max.fence})`)
      return { recoveryMs, said: `${runs.length} runs, each claimed once` }
    },
  },
  {
    name: 'poison-step',
    what: 'a step that kills its worker: put aside after three deaths, the others go on',
    run: async (arena) => {
      const [worker] = await arena.addWorkers(1)
      const others = await startSteps(arena, 2)
      const [poison] = await startRuns(arena, 1, { steps: 5, stepMs: arena.random.between(10, 50), fault: 'die' })
      if (!poison || !worker) throw new Error('nothing was started')
      const deaths = await keepAlive(arena, worker, async () => (await db.run.findUnique({ where: { id: BigInt(poison.id) } }))?.state === 'failed')
      const backAt = await doneSoFar(others)
      const recoveryMs = await recovery(others, backAt)
      await expectExactlyOnce(others)
      const run = await db.run.findUnique({ where: { id: BigInt(poison.id) } })
      const code = (run?.error as { code?: string } | null)?.code
      if (deaths !== 3 || code !== 'run_gave_up') throw new Error(`after ${deaths} deaths the run says ${code}`)
      return { recoveryMs, said: `run_gave_up after ${deaths} deaths` }
    },
  },
]

/** Starts a worker again each time it dies, as `npm start` does, until `enough`. Answers how many died. */
async function keepAlive(arena: Arena, first: WorkerProcess, enough: () => Promise<boolean>): Promise<number> {
  let deaths = 0
  let worker = first
  for (const until = Date.now() + 90_000; Date.now() < until && !(await enough()); await sleep(200)) {
    if (worker.alive()) continue
    deaths++
    const [next] = await arena.addWorkers(1)
    if (next) worker = next
  }
  return deaths
}
