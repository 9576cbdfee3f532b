import { sweepUploads } from '#features/datasheets/uploads/service.ts'
import { sweepRuns } from '#features/runs/execution/service.ts'
import { repeat } from '#streams/repeat.ts'

/** Clears away what has served its time, once a minute. */
export const runSweeper = (signal: AbortSignal): Promise<void> =>
  repeat('sweeper', 60_000, signal, async () => {
    await sweepRuns()
    await sweepUploads()
    return false
  })
