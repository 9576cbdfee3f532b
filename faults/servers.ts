import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { env } from '#faults/env.ts'
import { db } from '#server/database.ts'

export type ServerName = 'mariadb' | 'redis'

function pidOf(name: ServerName): number | null {
  const state = JSON.parse(readFileSync(join(env.FAULTS_STATE_DIR, 'state.json'), 'utf8')) as { pids?: { servers?: Record<string, number> } }
  return state.pids?.servers?.[name] ?? null
}

/** Sends a signal to a server of the drill and waits until that process is gone; its keeper starts it again by itself. */
export async function killServer(name: ServerName, signal: NodeJS.Signals): Promise<void> {
  const pid = pidOf(name)
  if (pid === null) throw new Error(`${name} is not running`)
  process.kill(pid, signal)
  await until(`${name} ends`, async () => pidOf(name) !== pid, 20_000)
}

/** Resolves when both servers answer again. */
export async function serversAnswer(): Promise<void> {
  await until('the database answers', () => db.$queryRaw`SELECT 1`.then(() => true), 60_000)
  await until('redis answers', () => onRedis(async (redis) => (await redis.ping()) === 'PONG'), 60_000)
}

/** Calls the drill's Redis directly, without any proxy. */
export async function onRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(env.REDIS_URL, { maxRetriesPerRequest: 1, connectTimeout: 2_000, lazyConnect: true, retryStrategy: () => null })
  redis.on('error', () => {})
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}

/** Asks until the answer is yes; answers how many milliseconds that took. An answer that fails counts as no. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, withinMs: number): Promise<number> {
  const began = Date.now()
  for (;;) {
    let last: unknown = null
    const yes = await Promise.resolve()
      .then(holds)
      .catch((error) => {
        last = error
        return false
      })
    const took = Date.now() - began
    if (yes) return took
    if (took > withinMs) throw new Error(`not within ${withinMs / 1000} s: ${what}${last ? ` (${last})` : ''}`, { cause: last })
    await sleep(50)
  }
}
