import { db } from '#server/database.ts'
import { troubleOf } from '#server/database-trouble.ts'
import { log } from '#server/log.ts'
import { queue } from '#server/queue.ts'
import { startupFaults } from '#server/startup.ts'
import type { Entry } from '#workers/registry.ts'
import { startWorker } from '#workers/worker.ts'

/** Handlers stop between steps and give their runs back; longer than this is not waited for. */
const shutdownMs = 28_000

/** A worker process from its first check to its last goodbye: it takes runs of these kinds until a signal ends it. */
export async function serve(kinds: ReadonlyMap<string, Entry>): Promise<void> {
  surviveBrokenConnections()
  const faults = await startupFaults()
  for (const fault of faults) log.fatal(fault, 'the worker does not start')
  if (faults.length) process.exit(1)
  const worker = await startWorker(kinds)
  log.info({ worker: worker.name, node: process.version }, 'worker ready')
  process.send?.('ready')

  let asked = false
  const shutDown = async (signal: string): Promise<void> => {
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
}

/**
 * The database driver rejects a promise that nobody holds when a connection breaks while it is set up, after it has told
 * the pool the same. Node would end the process for it.
 */
function surviveBrokenConnections(): void {
  process.on('unhandledRejection', (reason) => {
    if (troubleOf(reason) !== 'away') throw reason
    log.warn({ err: reason }, 'a connection broke')
  })
}
