import { sweepRunFolders } from '#features/datasheets/execution/service.ts'
import { sweepPlanRows } from '#features/datasheets/sweeping/service.ts'
import { uploadsAmong } from '#features/datasheets/uploads/repository.ts'
import { sweepUploads } from '#features/datasheets/uploads/service.ts'
import { sweepDeliveries } from '#features/notices/sending/service.ts'
import { artefactsAmong } from '#features/runs/execution/repository.ts'
import { sweepRuns } from '#features/runs/execution/service.ts'
import { sweepFirings } from '#features/schedules/firing/service.ts'
import { filesOlderThan, removeFile } from '#server/files/kept.ts'
import { repeat } from '#streams/repeat.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
const filesAtOnce = 1_000
/** So long rows of plans are removed in one turn: the others want theirs. */
const planRowsMs = 20_000

/** Removes kept files that nothing names: of uploads and copies whose process was killed in the middle. */
export async function sweepNamelessFiles(olderThanMs: number): Promise<void> {
  for await (const files of filesOlderThan(olderThanMs, filesAtOnce)) {
    const named = new Set([...(await artefactsAmong(files)), ...(await uploadsAmong(files))])
    for (const file of files) if (!named.has(file)) await removeFile(file)
  }
}

/** Clears away what has served its time, once a minute; rows of plans, and files that nothing names when they are a day old, once an hour. */
export function runSweeper(signal: AbortSignal): Promise<void> {
  let lookedAt = 0
  let plansAt = 0
  return repeat('sweeper', 60_000, signal, async () => {
    await sweepRuns()
    await sweepFirings()
    await sweepUploads()
    await sweepRunFolders(dayMs)
    await sweepDeliveries()
    if (Date.now() - plansAt >= hourMs && !(await sweepPlanRows(signal, planRowsMs))) plansAt = Date.now()
    if (Date.now() - lookedAt >= hourMs) {
      await sweepNamelessFiles(dayMs)
      lookedAt = Date.now()
    }
    return false
  })
}
