import { z } from 'zod'
import type { JobDeclaration } from '#core/shared/job.ts'

/** The plan is found by the run's own id, so the payload is empty. */
const payload = z.strictObject({})
export type DiffPayload = z.infer<typeof payload>

export const diffJob: JobDeclaration<'datasheets.diff', DiffPayload> = {
  kind: 'datasheets.diff',
  stages: ['sheets', 'compare', 'keep'],
  attempts: 3,
  payload,
}
