import { z } from 'zod'

/** Benchmarks are given their servers by scripts/bench.mjs. DATABASE_URL is read by server/env.ts. */
export const env = z.object({ OPENSEARCH_URL: z.url() }).parse(process.env)
