import { randomBytes } from 'node:crypto'
import { type ComparisonPlan, comparisonPlan } from '#features/datasheets/execution/repository.ts'
import type { DiffPayload } from '#features/datasheets/jobs.ts'
import type { CompareJob } from '#workers/datasheets/child/job.ts'
import { compareAndKeep, findingsPerCode, limits } from '#workers/datasheets/keep.ts'
import type { RunHandler } from '#workers/run-context.ts'

const jobOf = ({ environment, source, mapping, tables }: ComparisonPlan, folder: string): CompareJob => ({
  url: environment.url,
  allowed: environment.tables,
  sourceUrl: source.url,
  source: { name: source.name, allowed: source.tables },
  tables,
  mapping,
  folder,
  memoryMegabytes: limits.memoryMegabytes,
  seed: randomBytes(4).readInt32LE(),
  findingsPerCode,
})

/** Compares two game databases and keeps as a plan what would make the target equal to the source. */
export const handle: RunHandler<DiffPayload> = (context) =>
  compareAndKeep(context, 'source', async (runId) => {
    const plan = await comparisonPlan(runId)
    return { planId: plan.planId, url: plan.environment.url, jobIn: (folder) => jobOf(plan, folder) }
  })
