import { z } from 'zod'

/** Benchmarks are given their servers by scripts/bench.mjs. */
export const env = z.object({ OPENSEARCH_URL: z.url(), DATABASE_URL: z.string() }).parse(process.env)

/** What a worker is started with by scripts/start/console.mjs. */
export const workerEnv = { ...process.env, MALLOC_ARENA_MAX: '2' }
