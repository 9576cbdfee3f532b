import type { JobDeclaration } from '#core/shared/job.ts'
import { compareJob, deriveJob, diffJob, exportJob, importJob } from '#features/datasheets/jobs.ts'
import { analyseJob } from '#features/retention/jobs.ts'
import { sampleLoadJob } from '#features/sample/jobs.ts'
import type { RunHandler } from '#workers/run-context.ts'

export type Entry = { job: JobDeclaration; load: () => Promise<RunHandler<unknown>> }

/** Pairs a declaration with its handler, which is loaded when the first run of its kind comes. */
function entry<Payload>(job: JobDeclaration<string, Payload>, load: () => Promise<{ handle: RunHandler<Payload> }>): [string, Entry] {
  // The payload is parsed by the declaration's own schema before the handler sees it (workers/run-job.ts).
  return [job.kind, { job, load: async () => (await load()).handle as RunHandler<unknown> }]
}

/** Every kind of run. A new kind is a declaration, a handler and a line here. */
export const registry: ReadonlyMap<string, Entry> = new Map([
  entry(sampleLoadJob, () => import('#workers/sample/load.ts')),
  entry(analyseJob, () => import('#workers/retention/analyse.ts')),
  entry(compareJob, () => import('#workers/datasheets/compare.ts')),
  entry(deriveJob, () => import('#workers/datasheets/derive.ts')),
  entry(diffJob, () => import('#workers/datasheets/diff.ts')),
  entry(exportJob, () => import('#workers/datasheets/export/export.ts')),
  entry(importJob, () => import('#workers/datasheets/apply/import.ts')),
])
