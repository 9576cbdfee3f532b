import { setTimeout as sleep } from 'node:timers/promises'
import type { Arena } from '#faults/arena.ts'
import type { Drill } from '#faults/drill.ts'
import { env } from '#faults/env.ts'
import { doneSoFar, expectExactlyOnce, haveDone, recovery, startRuns } from '#faults/oracle.ts'
import type { TcpProxy } from '#faults/tcp-proxy.ts'
import { type Fault, faultyProxy } from '#server/search/testing/faulty-proxy.ts'

/** 500 ms for a question and its answer, and all connections cut now and then. */
async function disturb({ random, pace }: Arena, proxy: TcpProxy): Promise<void> {
  proxy.delay(250)
  for (const until = Date.now() + 30_000 * pace; Date.now() < until; ) {
    await sleep(random.between(2_000, 6_000))
    proxy.reset()
  }
  proxy.delay(0)
}

const slowServer = (name: 'mysql' | 'redis'): Drill => ({
  name: `${name}-network`,
  what: `500 ms latency and resets between workers and ${name}`,
  run: async (arena) => {
    await arena.addWorkers(2)
    const runs = await startRuns(arena, 3, { steps: arena.random.between(80, 120), stepMs: arena.random.between(100, 250) })
    await haveDone(runs, 2)
    const [atFirst] = await doneSoFar(runs)
    await disturb(arena, arena[name])
    const before = await doneSoFar(runs)
    const recoveryMs = await recovery(runs, before)
    await expectExactlyOnce(runs)
    return { recoveryMs, said: `${(before[0] ?? 0) - (atFirst ?? 0)} steps of a run meanwhile` }
  },
})

const refusals: Fault[] = [
  { answer: 429, body: { error: { type: 'opensearch_rejected_execution_exception', reason: 'queue capacity' }, status: 429 } },
  { answer: 503, body: { error: { type: 'no_shard_available_action_exception', reason: 'no shard' }, status: 503 } },
  { reset: true },
]

export const networkDrills: Drill[] = [
  slowServer('mysql'),
  slowServer('redis'),
  {
    name: 'opensearch-busy',
    what: 'OpenSearch answers 429 and 503 and hangs up: half of all requests, then all of them for 3 s',
    run: async (arena) => {
      const proxy = await faultyProxy(env.OPENSEARCH_URL)
      try {
        let odds = 0
        proxy.decide = () => (arena.random.chance(odds) ? (refusals[arena.random.between(0, refusals.length - 1)] ?? null) : null)
        await arena.addWorkers(2)
        const runs = await startRuns(arena, 3, { steps: 30, stepMs: 20, searchUrl: proxy.url })
        await haveDone(runs, 2)
        odds = 0.5
        await sleep(4_000)
        odds = 1
        await sleep(3_000)
        odds = 0
        const recoveryMs = await recovery(runs, await doneSoFar(runs))
        await expectExactlyOnce(runs)
        return { recoveryMs, said: `${proxy.count()} requests for ${runs.length * 30} answers` }
      } finally {
        await proxy.close()
      }
    },
  },
]
