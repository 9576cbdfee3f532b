import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { Worker } from 'bullmq'
import { forgetWorker } from '#features/runs/execution/service.ts'
import { db } from '#server/database.ts'
import { env } from '#server/env.ts'
import { log } from '#server/log.ts'
import { queue, queueName } from '#server/queue.ts'
import { workerRedis } from '#server/redis.ts'
import { startupFaults, version } from '#server/startup.ts'
import { runOutboxRelay } from '#streams/outbox-relay.ts'
import { runReconciler } from '#streams/reconciler.ts'
import { runSweeper } from '#streams/sweeper.ts'
import { runWorkerBeat } from '#streams/worker-beat.ts'
import { runJob } from '#workers/run-job.ts'

const shutdownMs = 28_000

const faults = await startupFaults()
for (const fault of faults) log.fatal(fault, 'the worker does not start')
if (faults.length) process.exit(1)

const self = { id: randomUUID(), host: hostname(), pid: process.pid, version: version() }
const name = `${self.host}:${self.pid}`
const stopping = new AbortController()
const streams = [runWorkerBeat(self, stopping.signal), runOutboxRelay(stopping.signal), runReconciler(stopping.signal), runSweeper(stopping.signal)]

const connection = workerRedis()
const worker = new Worker(queueName, (job) => runJob(job.data, name, stopping.signal), {
  connection,
  prefix: env.QUEUE_PREFIX,
  concurrency: env.WORKER_CONCURRENCY,
  // The lease in MySQL decides who works; these only bound how long a job of a dead worker lingers in the queue.
  lockDuration: 8_000,
  stalledInterval: 3_000,
  maxStalledCount: 5,
})
worker.on('failed', (job, error) => log.error({ err: error, job: job?.id }, 'job failed'))
worker.on('error', (error) => log.warn({ err: error }, 'queue trouble'))
await worker.waitUntilReady()
log.info({ worker: name, node: process.version }, 'worker ready')
process.send?.('ready')

/** Handlers stop between steps and give their runs back to the queue; nothing is waited for longer than 28 s. */
async function shutDown(signal: string): Promise<void> {
  log.info({ signal }, 'worker stops')
  const limit = setTimeout(() => process.exit(1), shutdownMs)
  stopping.abort()
  await Promise.all([worker.close(), ...streams])
  await forgetWorker(self.id)
  await queue().close()
  await db.$disconnect()
  connection.disconnect()
  clearTimeout(limit)
  log.info('worker stopped')
  process.exit(0)
}

let asked = false
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
  process.on(signal, () => {
    if (asked) return
    asked = true
    void shutDown(signal)
  })
