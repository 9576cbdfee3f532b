import { statesOfRuns } from '#features/datasheets/execution/repository.ts'
import { uploadsAmong } from '#features/datasheets/uploads/repository.ts'
import { sweepUploads } from '#features/datasheets/uploads/service.ts'
import { artefactsAmong } from '#features/runs/execution/repository.ts'
import { sweepRuns } from '#features/runs/execution/service.ts'
import { hasEnded } from '#features/runs/view.ts'
import { filesOlderThan, removeFile } from '#server/files/kept.ts'
import { listRunFolders, removeRunFolder } from '#server/files/run-folders.ts'
import { repeat } from '#streams/repeat.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
const filesAtOnce = 1_000

/** Removes kept files that nothing names: of uploads and copies whose process was killed in the middle. */
export async function sweepNamelessFiles(olderThanMs: number): Promise<void> {
  for await (const files of filesOlderThan(olderThanMs, filesAtOnce)) {
    const named = new Set([...(await artefactsAmong(files)), ...(await uploadsAmong(files))])
    for (const file of files) if (!named.has(file)) await removeFile(file)
  }
}

/** Runs that somebody works on: what they compared is being read. */
const atWork: readonly string[] = ['running', 'pausing', 'cancelling']

/**
 * Removes copies of game tables that nobody goes on with: of runs that have ended or are gone, which their workers leave behind when they are killed, and
 * of runs that wait for so long. Such a run compares anew when it goes on.
 */
export async function sweepRunFolders(olderThanMs: number): Promise<void> {
  // The folders first: one that is made later belongs to a run that goes on.
  const folders = await listRunFolders()
  const states = await statesOfRuns([...new Set(folders.map(({ runId }) => BigInt(runId)))])
  for (const { name, runId, writtenAt } of folders) {
    const state = states.get(runId)
    const old = writtenAt.getTime() < Date.now() - olderThanMs
    if (!state || hasEnded({ state }) || (old && !atWork.includes(state))) await removeRunFolder(name)
  }
}

/** Clears away what has served its time, once a minute; files that nothing names once an hour, when they are a day old. */
export function runSweeper(signal: AbortSignal): Promise<void> {
  let lookedAt = 0
  return repeat('sweeper', 60_000, signal, async () => {
    await sweepRuns()
    await sweepUploads()
    await sweepRunFolders(dayMs)
    if (Date.now() - lookedAt >= hourMs) {
      await sweepNamelessFiles(dayMs)
      lookedAt = Date.now()
    }
    return false
  })
}
