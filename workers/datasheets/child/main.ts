import type { DiffJob, DiffStage } from '#workers/datasheets/child/job.ts'
import { DiffRun } from '#workers/datasheets/child/run-diff.ts'
import { serveJob } from '#workers/datasheets/child/serve-job.ts'

// A process of its own for one comparison: it has its own heap, and can be ended at any moment without harm.
serveJob<DiffJob, DiffStage>((job, progress) => new DiffRun(job, progress).run())
