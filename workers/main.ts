import { db } from '#server/database.ts'
import { log } from '#server/log.ts'
import { queue } from '#server/queue.ts'
import { startupFaults } from '#server/startup.ts'
import { registry } from '#workers/registry.ts'
import { startWorker } from '#workers/worker.ts'

/** Handlers stop between steps and give their runs back; longer than this is not waited for. */
const shutdownMs = 28_000

const faults = await startupFaults()
for (const fault of faults) log.fatal(fault, 'the worker does not start')
if (faults.length) process.exit(1)

const worker = await startWorker(registry)
log.info({ worker: worker.name, node: process.version }, 'worker ready')
process.send?.('ready')

let asked = false
async function shutDown(signal: string): Promise<void> {
  if (asked) return
  asked = true
  log.info({ signal }, 'worker stops')
  setTimeout(() => process.exit(1), shutdownMs).unref()
  await worker.stop()
  await queue().close()
  await db.$disconnect()
  log.info('worker stopped')
  process.exit(0)
}

// Without its parent (npm start) a worker would go on alone; the channel to it closes when it dies.
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, () => void shutDown(signal))
