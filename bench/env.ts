import { z } from 'zod'
import memory from '#workers/memory.json' with { type: 'json' }

/** Benchmarks are given their servers by scripts/bench.mjs. */
export const env = z.object({ OPENSEARCH_URL: z.url(), DATABASE_URL: z.string() }).parse(process.env)

/** How a worker is started. */
export const workerFlags: readonly string[] = memory.flags
export const workerEnv = { ...process.env, ...memory.env }
