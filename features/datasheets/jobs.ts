import { z } from 'zod'
import type { JobDeclaration } from '#core/shared/job.ts'

/** What a run works on is found by the run's own id, so the payload is empty. */
const payload = z.strictObject({})
export type DiffPayload = z.infer<typeof payload>

export const diffJob: JobDeclaration<'datasheets.diff', DiffPayload> = {
  kind: 'datasheets.diff',
  stages: ['sheets', 'compare', 'keep'],
  attempts: 3,
  payload,
}

export const importJob: JobDeclaration<'datasheets.import', DiffPayload> = {
  kind: 'datasheets.import',
  stages: ['lock', 'apply'],
  attempts: 5,
  payload,
}

export const compareJob: JobDeclaration<'datasheets.compare', DiffPayload> = {
  kind: 'datasheets.compare',
  stages: ['source', 'compare', 'keep'],
  attempts: 3,
  payload,
}

export const deriveJob: JobDeclaration<'datasheets.derive', DiffPayload> = { kind: 'datasheets.derive', stages: ['keep'], attempts: 3, payload }

export const exportJob: JobDeclaration<'datasheets.export', DiffPayload> = {
  kind: 'datasheets.export',
  stages: ['write', 'check'],
  attempts: 3,
  payload,
}
