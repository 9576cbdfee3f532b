import { registry } from '#workers/registry.ts'
import { runJob } from '#workers/run-job.ts'

// Works on one run in a process of its own, for tests that kill it: everything is loaded before it says that it is ready.
await registry.get('datasheets.import')?.load()
process.once('message', (runId: string) => {
  process.send?.('begun')
  void runJob({ runId }, `test:${process.pid}`, new AbortController().signal, registry).then(() => process.exit(0))
})
process.send?.('ready')
