import { serveJob } from '#workers/datasheets/child/serve-job.ts'
import type { ExportJob } from '#workers/datasheets/export/job.ts'
import { ExportRun } from '#workers/datasheets/export/run-export.ts'

// A process of its own for one export: it has its own heap, and can be ended at any moment without harm.
serveJob<ExportJob, 'write'>((job, progress) => new ExportRun(job, progress).run())
