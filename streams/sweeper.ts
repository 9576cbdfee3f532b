import { sweepRunFolders } from '#features/datasheets/execution/service.ts'
import { sweepPlanRows } from '#features/datasheets/sweeping/service.ts'
import { uploadsAmong } from '#features/datasheets/uploads/repository.ts'
import { sweepUploads } from '#features/datasheets/uploads/service.ts'
import { sweepDeliveries } from '#features/notices/sending/service.ts'
import { artefactsAmong } from '#features/runs/execution/repository.ts'
import { sweepRuns } from '#features/runs/execution/service.ts'
import { sweepFirings } from '#features/schedules/firing/service.ts'
import { filesOlderThan, removeFile } from '#server/files/kept.ts'
import { log } from '#server/log.ts'
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

/** One after another. One that fails is tried again in the next turn, and keeps none of the others from theirs. */
export async function eachInTurn(sweeps: Readonly<Record<string, () => Promise<unknown>>>): Promise<void> {
  for (const [name, sweep] of Object.entries(sweeps)) {
    try {
      await sweep()
    } catch (error) {
      log.warn({ err: error, sweep: name }, 'something was not cleared away')
    }
  }
}

/** Clears away what has served its time, once a minute; rows of plans, and files that nothing names when they are a day old, once an hour. */
export function runSweeper(signal: AbortSignal): Promise<void> {
  let lookedAt = 0
  let plansAt = 0
  const plans = async () => {
    if (Date.now() - plansAt >= hourMs && !(await sweepPlanRows(signal, planRowsMs))) plansAt = Date.now()
  }
  const files = async () => {
    if (Date.now() - lookedAt < hourMs) return
    await sweepNamelessFiles(dayMs)
    lookedAt = Date.now()
  }
  const folders = () => sweepRunFolders(dayMs)
  const all = { runs: sweepRuns, firings: sweepFirings, uploads: sweepUploads, folders, deliveries: sweepDeliveries, plans, files }
  return repeat('sweeper', 60_000, signal, async () => {
    await eachInTurn(all)
    return false
  })
}
