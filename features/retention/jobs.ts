import { z } from 'zod'
import type { JobDeclaration } from '#core/shared/job.ts'

/** The analysis is found by the run's own id, so the payload is empty. */
const payload = z.strictObject({})
export type AnalysePayload = z.infer<typeof payload>

export const analyseJob: JobDeclaration<'retention.analyse', AnalysePayload> = {
  kind: 'retention.analyse',
  stages: ['preflight', 'cohort', 'players', 'finish'],
  attempts: 3,
  payload,
}
