import 'server-only'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { env } from '#server/env.ts'
import { webRedis } from '#server/redis.ts'

export type Limit = 'api' | 'sign-in'

const settings: Record<Limit, { points: number; duration: number }> = {
  api: { points: env.RATE_LIMIT, duration: 60 },
  'sign-in': { points: env.SIGN_IN_LIMIT, duration: 60 },
}

function build(name: Limit): RateLimiterRedis {
  const { points, duration } = settings[name]
  const keyPrefix = `${env.QUEUE_PREFIX}:limit:${name}`
  // While Redis is away each process counts for itself: a limit that fails open is none, one that fails closed is an outage.
  return new RateLimiterRedis({
    storeClient: webRedis(),
    points,
    duration,
    keyPrefix,
    insuranceLimiter: new RateLimiterMemory({ points, duration, keyPrefix }),
  })
}

const holder = globalThis as { qdLimiters?: Partial<Record<Limit, RateLimiterRedis>> }
holder.qdLimiters ??= {}

/** Takes one point of `key`; the milliseconds to wait when there is none left, else null. */
export async function overLimit(name: Limit, key: string): Promise<number | null> {
  const limiters = holder.qdLimiters ?? {}
  limiters[name] ??= build(name)
  try {
    await limiters[name].consume(key)
    return null
  } catch (error) {
    if (error instanceof RateLimiterRes) return error.msBeforeNext
    throw error
  }
}
