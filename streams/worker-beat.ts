import { beatWorker } from '#features/runs/execution/service.ts'
import { repeat } from '#streams/repeat.ts'

/** Tells the console every three seconds that this worker is alive. */
export const runWorkerBeat = (worker: { id: string; host: string; pid: number; version: string }, signal: AbortSignal): Promise<void> =>
  repeat('worker-beat', 3_000, signal, async () => {
    await beatWorker(worker)
    return false
  })
