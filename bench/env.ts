import { z } from 'zod'

/** Benchmarks are given their servers by scripts/bench.mjs. DATABASE_URL is read by server/env.ts. */
export const env = z.object({ OPENSEARCH_URL: z.url() }).parse(process.env)

/** What a worker is started with by scripts/start/console.mjs. */
export const workerEnv = { ...process.env, MALLOC_ARENA_MAX: '2' }
