import { makePerson } from '#app/api/v1/testing.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { env } from '#faults/env.ts'
import type { Random } from '#faults/random.ts'
import { serversAnswer } from '#faults/servers.ts'
import { type TcpProxy, tcpProxy, through } from '#faults/tcp-proxy.ts'
import { type WebWatch, watchWeb } from '#faults/web-watch.ts'
import { startWorkerProcess, type WorkerProcess } from '#faults/worker-process.ts'
import { db } from '#server/database.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

/** One repetition of one drill: servers behind proxies, workers, the API and somebody who starts runs. */
export type Arena = {
  random: Random
  /** Waits are cut short by this: 1 is as long as the drill says. */
  pace: number
  who: Principal
  mysql: TcpProxy
  redis: TcpProxy
  web: WebWatch
  /** Addresses through the proxies, for further processes. */
  addresses: Record<string, string>
  workers: WorkerProcess[]
  addWorkers: (count: number) => Promise<WorkerProcess[]>
}

const portOf = (address: string): number => Number(new URL(address).port)

/** Runs `work` in a new arena and clears it away, whatever happens. */
export async function inArena<T>(random: Random, pace: number, name: string, work: (arena: Arena) => Promise<T>): Promise<T> {
  await serversAnswer()
  const [mysql, redis] = await Promise.all([tcpProxy(portOf(env.DATABASE_URL)), tcpProxy(portOf(env.REDIS_URL))])
  const addresses = { DATABASE_URL: through(mysql, env.DATABASE_URL), REDIS_URL: through(redis, env.REDIS_URL), QUEUE_PREFIX: name }
  const workers: WorkerProcess[] = []
  const addWorkers = async (count: number) => {
    const added = await Promise.all(Array.from({ length: count }, () => startWorkerProcess(addresses)))
    workers.push(...added)
    return added
  }
  let web: WebWatch | null = null
  try {
    await db.worker.deleteMany()
    web = await watchWeb(addresses, (await makePerson('administrator')).token)
    return await work({ random, pace, who: await makePrincipal(), mysql, redis, web, addresses, workers, addWorkers })
  } finally {
    await web?.stop()
    for (const worker of workers) worker.signal('SIGKILL')
    await Promise.all(workers.map((worker) => worker.gone))
    await Promise.all([mysql.close(), redis.close()])
    await clear()
  }
}

/** What a failed drill left unfinished must not be worked on in the next one. */
async function clear(): Promise<void> {
  await serversAnswer()
  await db.$executeRaw`UPDATE runs_run SET state = 'cancelled', leaseUntil = NULL, fence = fence + 1 WHERE state NOT IN ('succeeded', 'failed', 'cancelled')`
  await db.$executeRaw`DELETE FROM runs_outbox`
}
