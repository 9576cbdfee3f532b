import { z } from 'zod'

/** Drills are given their servers by scripts/faults.mjs: throw-away ones that run natively, whose pids are in the state directory. */
export const env = z
  .object({ DATABASE_URL: z.url(), REDIS_URL: z.url(), OPENSEARCH_URL: z.url(), FAULTS_STATE_DIR: z.string(), FAULTS_LOG: z.string() })
  .parse(process.env)

/** For child processes: what this one was given, with other addresses where named. */
export const environment = (more: Record<string, string>): NodeJS.ProcessEnv => ({ ...process.env, ...more })
