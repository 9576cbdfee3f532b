import { z } from 'zod'
import type { JobDeclaration } from '#core/shared/job.ts'

/** The dataset is found by the run's own id, so the payload is empty. */
const payload = z.strictObject({})
export type SampleLoadPayload = z.infer<typeof payload>

export const sampleLoadJob: JobDeclaration<'sample.load', SampleLoadPayload> = {
  kind: 'sample.load',
  stages: ['prepare', 'logs', 'databases', 'verify'],
  attempts: 3,
  payload,
}
