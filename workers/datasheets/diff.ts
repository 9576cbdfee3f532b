import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { type PlanJob, planJob } from '#features/datasheets/execution/repository.ts'
import type { DiffPayload } from '#features/datasheets/jobs.ts'
import { readingCaps } from '#server/files/caps.ts'
import { hashOf } from '#server/files/kept.ts'
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

/** A plan says which bytes it was made of: nothing else is compared, whatever became of the files on the disk. */
async function requireFiles(files: PlanJob['files']): Promise<void> {
  for (const { name, path, sha256 } of files) {
    const found = await hashOf(path).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    })
    if (found === null) throw new RunFailure(refuse('upload_gone', 410, { file: name }))
    if (found.sha256 !== sha256) throw new RunFailure(refuse('upload_changed', 409, { file: name }))
  }
}

/** Compares uploaded sheets with a game database and keeps what would change as a plan. */
export const handle: RunHandler<DiffPayload> = (context) =>
  compareAndKeep(context, 'sheets', async (runId) => {
    const plan = await planJob(runId)
    await requireFiles(plan.files)
    return { planId: plan.planId, url: plan.environment.url, jobIn: (folder) => jobOf(plan, folder) }
  })
