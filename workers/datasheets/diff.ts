import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { type PlanJob, planJob } from '#features/datasheets/execution/repository.ts'
import type { DiffPayload } from '#features/datasheets/jobs.ts'
import { readingCaps } from '#server/files/caps.ts'
import type { DiffJob } from '#workers/datasheets/child/job.ts'
import { compareAndKeep, findingsPerCode, limits } from '#workers/datasheets/keep.ts'
import type { RunHandler } from '#workers/run-context.ts'

const jobOf = ({ environment, mapping, files }: PlanJob, folder: string): DiffJob => ({
  url: environment.url,
  environment: { id: environment.id },
  allowed: environment.tables,
  mapping,
  files: files.map(({ name, kind, path }) => ({ name, kind, path: resolve(path) })),
  caps: readingCaps,
  folder,
  memoryMegabytes: limits.memoryMegabytes,
  seed: randomBytes(4).readInt32LE(),
  findingsPerCode,
})

/** Compares uploaded sheets with a game database and keeps what would change as a plan. */
export const handle: RunHandler<DiffPayload> = (context) =>
  compareAndKeep(context, 'sheets', async (runId) => {
    const plan = await planJob(runId)
    return { planId: plan.planId, jobIn: (folder) => jobOf(plan, folder) }
  })
