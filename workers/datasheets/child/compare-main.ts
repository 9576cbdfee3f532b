import type { CompareJob, DiffStage } from '#workers/datasheets/child/job.ts'
import { CompareRun } from '#workers/datasheets/child/run-compare.ts'
import { serveJob } from '#workers/datasheets/child/serve-job.ts'

// A process of its own for one comparison of two databases, as the one for sheets is.
serveJob<CompareJob, DiffStage>((job, progress) => new CompareRun(job, progress).run())
