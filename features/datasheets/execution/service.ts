import { statesOfRuns } from '#features/datasheets/execution/repository.ts'
import { hasEnded } from '#features/runs/view.ts'
import { listRunFolders, removeRunFolder } from '#server/files/run-folders.ts'

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
