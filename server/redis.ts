import 'server-only'
import { Redis } from 'ioredis'
import { env } from '#server/env.ts'

/** For the web: a call fails within about a second when Redis is away. */
export const webRedis = (): Redis => new Redis(env.REDIS_URL, { maxRetriesPerRequest: 1, connectTimeout: 2_000, commandTimeout: 2_000, lazyConnect: true })
/** For workers: a call waits until Redis is back. */
export const workerRedis = (): Redis => new Redis(env.REDIS_URL, { maxRetriesPerRequest: null })
