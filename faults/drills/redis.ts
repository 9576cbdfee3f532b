import { setTimeout as sleep } from 'node:timers/promises'
import type { Arena } from '#faults/arena.ts'
import type { Drill } from '#faults/drill.ts'
import { doneSoFar, expectExactlyOnce, haveDone, recovery, startRuns } from '#faults/oracle.ts'
import { killServer, onRedis, serversAnswer } from '#faults/servers.ts'

/** A call of the API may take this long while Redis is away: the rate limit waits for it once. */
const slowestAnswerMs = 3_000

async function begin(arena: Arena) {
  await arena.addWorkers(2)
  const runs = await startRuns(arena, 4, { steps: arena.random.between(60, 90), stepMs: arena.random.between(80, 140) })
  await haveDone(runs, arena.random.between(1, 6))
  return { runs, startLate: () => startRuns(arena, 2, { steps: 5, stepMs: 20 }) }
}

function expectQuick(arena: Arena): string {
  const slowest = arena.web.slowestMs()
  if (slowest > slowestAnswerMs) throw new Error(`the API took ${slowest} ms for an answer`)
  return `slowest answer ${slowest} ms`
}

export const redisDrills: Drill[] = [
  {
    name: 'redis-kill',
    what: 'kill -9 of Redis, away for some seconds; runs started meanwhile',
    run: async (arena) => {
      const { runs, startLate } = await begin(arena)
      arena.redis.shut()
      await killServer('redis', 'SIGKILL')
      await arena.web.says('not ready because of redis', ({ ready, checks, workers }) => ready === 503 && checks.redis === false && workers === 200, 10_000)
      const late = await startLate()
      await sleep(arena.random.between(2_000, 6_000))
      await serversAnswer()
      const before = await doneSoFar([...runs, ...late])
      arena.redis.open()
      const recoveryMs = await recovery(late, before.slice(runs.length))
      await arena.web.says('ready', ({ ready }) => ready === 200, 15_000)
      await expectExactlyOnce([...runs, ...late])
      return { recoveryMs, said: `503 redis, ${expectQuick(arena)}` }
    },
  },
  {
    name: 'redis-flushall',
    what: 'FLUSHALL while runs work and wait',
    run: async (arena) => {
      const { runs } = await begin(arena)
      // More than the workers take at once: some are in the outbox, some in the queue, some just taken out of it.
      const late = await startRuns(arena, 9, { steps: 5, stepMs: 250 })
      await sleep(arena.random.between(0, 300))
      await onRedis((redis) => redis.flushall())
      const recoveryMs = await recovery([...runs, ...late], await doneSoFar([...runs, ...late]))
      await expectExactlyOnce([...runs, ...late])
      return { recoveryMs, said: expectQuick(arena) }
    },
  },
  {
    name: 'redis-full',
    what: 'Redis out of memory for some seconds; runs started meanwhile',
    run: async (arena) => {
      const { runs, startLate } = await begin(arena)
      await onRedis((redis) => redis.config('SET', 'maxmemory', '1'))
      try {
        const late = await startLate()
        const told = await arena.web.says('not ready because of redis', ({ ready, checks }) => ready === 503 && checks.redis === false, 10_000)
        await sleep(arena.random.between(4_000, 8_000))
        const before = await doneSoFar(late)
        await onRedis((redis) => redis.config('SET', 'maxmemory', '0'))
        const recoveryMs = await recovery(late, before)
        await expectExactlyOnce([...runs, ...late])
        return { recoveryMs, said: `503 redis after ${(told / 1000).toFixed(1)} s, ${expectQuick(arena)}` }
      } finally {
        await onRedis((redis) => redis.config('SET', 'maxmemory', '0'))
      }
    },
  },
]
