import { reconcileRuns } from '#features/runs/execution/service.ts'
import { log } from '#server/log.ts'
import { queue } from '#server/queue.ts'
import { repeat } from '#streams/repeat.ts'

/** Finds runs that nobody works on and queues them again, every second. */
export const runReconciler = (signal: AbortSignal): Promise<void> =>
  repeat('reconciler', 1_000, signal, async () => {
    const requeued = await reconcileRuns(queue())
    if (requeued > 0) log.info({ requeued }, 'runs queued again')
    return false
  })
