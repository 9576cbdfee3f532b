import { z } from 'zod'
import type { Run } from '#features/runs/schema.ts'

/** Problem details (RFC 9457) as the API sends them; members that are missing in a foreign answer get a default. */
export const problem = z.object({
  type: z.string().default('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string().nullish(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), code: z.string(), detail: z.string().nullish() })).optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  requestId: z.string().optional(),
})

export type Problem = z.infer<typeof problem> & {
  /** What the user can type or do about it. */
  fix?: string
  run?: Pick<Run, 'id' | 'kind' | 'state' | 'stage'>
}

/** Refused or failed: exit 1, with the problem on stderr. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(details: Problem, options?: ErrorOptions) {
    super(details.title, options)
    this.name = 'ProblemError'
    this.problem = details
  }
}

/** The user pressed Ctrl-C while waiting: exit 130; the run goes on. */
export class Interrupted extends Error {
  readonly runId: string
  constructor(runId: string) {
    super(`interrupted while waiting for run ${runId}`)
    this.runId = runId
  }
}
