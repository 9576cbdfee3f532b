import { countKinds } from '#workers/testing/count.ts'
import { startWorker } from '#workers/worker.ts'

// A worker in a process of its own, for tests that kill or stop it.
await startWorker(countKinds)
process.send?.('ready')
