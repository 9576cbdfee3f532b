import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Drill } from '#faults/drill.ts'
import { env, environment } from '#faults/env.ts'
import { doneSoFar, expectExactlyOnce, haveDone, recovery, startRuns } from '#faults/oracle.ts'
import { killServer, serversAnswer, until } from '#faults/servers.ts'
import { db } from '#server/database.ts'

/** Starts a process that creates a run as a request does and is killed right after its commit (or right before it). Answers the run's id, null without one. */
async function createAndDie(when: 'after' | 'before', userId: string): Promise<string | null> {
  const last = (await db.run.aggregate({ _max: { id: true } }))._max.id ?? 0n
  const args = ['--conditions=react-server', 'faults/dying-web.ts', when, userId]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment({ DATABASE_URL: env.DATABASE_URL }) })
  const signal = await new Promise((resolve) => child.once('exit', (_code, name) => resolve(name)))
  if (signal !== 'SIGKILL') throw new Error(`the process that should be killed ended by ${signal}`)
  const made = await db.run.findFirst({ where: { id: { gt: last } }, select: { id: true } })
  return made && String(made.id)
}

export const mysqlDrills: Drill[] = [
  {
    name: 'web-kill',
    what: 'the web is killed between the commit of a new run and its way to the queue',
    run: async (arena) => {
      await arena.addWorkers(1)
      if ((await createAndDie('before', arena.who.userId)) !== null) throw new Error('a run without its commit')
      const id = await createAndDie('after', arena.who.userId)
      if (id === null) throw new Error('the commit was lost')
      const runs = [{ id, steps: 5 }]
      const recoveryMs = await recovery(runs, [0])
      await expectExactlyOnce(runs)
      return { recoveryMs, said: 'killed before its commit: no run' }
    },
  },
  {
    name: 'mysql-restart',
    what: 'MySQL killed (or restarted) in the middle of transactions',
    run: async (arena) => {
      await arena.addWorkers(2)
      const runs = await startRuns(arena, 6, { steps: arena.random.between(60, 120), stepMs: arena.random.between(10, 40) })
      await haveDone(runs, arena.random.between(1, 10))
      arena.mysql.shut()
      await killServer('mariadb', arena.random.chance(0.5) ? 'SIGKILL' : 'SIGTERM')
      await arena.web.says('not ready because of mysql', ({ ready, checks }) => ready === 503 && checks.mysql === false, 25_000)
      await serversAnswer()
      await sleep(arena.random.between(0, 3_000))
      const before = await doneSoFar(runs)
      arena.mysql.open()
      const recoveryMs = await recovery(runs, before)
      await arena.web.says('ready, and the stream lives', ({ ready, streamAgeMs }) => ready === 200 && (streamAgeMs ?? 99_999) < 6_000, 15_000)
      await expectExactlyOnce(runs)
      const spent = await db.runLog.count({ where: { runId: { in: runs.map(({ id }) => BigInt(id)) }, code: 'attempt_failed' } })
      if (spent) throw new Error(`${spent} attempts were spent on a database that was away`)
      return { recoveryMs, said: '503 mysql, no attempt spent' }
    },
  },
  {
    name: 'lock-wait',
    what: 'somebody holds the rows of running runs for some seconds, and two transactions deadlock again and again',
    run: async (arena) => {
      await arena.addWorkers(2)
      const runs = await startRuns(arena, 4, { steps: 40, stepMs: arena.random.between(10, 30) })
      await haveDone(runs, 2)
      const ids = runs.map(({ id }) => BigInt(id))
      const holdAndDeadlock = async (order: bigint[]) => {
        for (let turn = 0; turn < 5; turn++)
          await db
            .$transaction(async (tx) => {
              for (const id of order) {
                await tx.$queryRaw`SELECT id FROM runs_run WHERE id = ${id} FOR UPDATE`
                await sleep(arena.random.between(50, 250))
              }
            })
            .catch(() => {})
      }
      await Promise.all([holdAndDeadlock(ids), holdAndDeadlock([...ids].reverse())])
      const recoveryMs = await recovery(runs, await doneSoFar(runs))
      await expectExactlyOnce(runs)
      await until('no lease is left', async () => (await db.run.count({ where: { id: { in: ids }, leaseUntil: { not: null } } })) === 0, 5_000)
      return { recoveryMs, said: '' }
    },
  },
]
