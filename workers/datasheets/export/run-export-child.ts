import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportJob, ExportResult } from '#workers/datasheets/export/job.ts'
import { type ChildLimits, runProgram } from '#workers/datasheets/run-child.ts'

const program = new URL('./main.ts', import.meta.url).pathname

type Hooks = { signal: AbortSignal; onProgress: (rows: number) => void }

/** Exports in a process of its own and reads what it left in the job's folder. @throws as `runProgram` does. */
export async function runExport(job: ExportJob, limits: ChildLimits, cacheFolder: string, { signal, onProgress }: Hooks): Promise<ExportResult> {
  await runProgram<'write'>(program, job, limits, cacheFolder, { signal, onProgress: (_, rows) => onProgress(rows) })
  // Only the child writes it.
  return JSON.parse(await readFile(join(job.folder, 'result.json'), 'utf8')) as ExportResult
}
