import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { Worker } from 'bullmq'
import { forgetWorker } from '#features/runs/execution/service.ts'
import { env } from '#server/env.ts'
import { log } from '#server/log.ts'
import { queueName } from '#server/queue.ts'
import { workerRedis } from '#server/redis.ts'
import { version } from '#server/startup.ts'
import { runAuditSealer } from '#streams/audit-sealer.ts'
import { runNoticesSender } from '#streams/notices-sender.ts'
import { runOutboxRelay } from '#streams/outbox-relay.ts'
import { runReconciler } from '#streams/reconciler.ts'
import { runScheduler } from '#streams/scheduler.ts'
import { runSweeper } from '#streams/sweeper.ts'
import { runWorkerBeat } from '#streams/worker-beat.ts'
import type { Entry } from '#workers/registry.ts'
import { runJob } from '#workers/run-job.ts'

export type RunningWorker = { name: string; stop: () => Promise<void> }

/** Takes runs from the queue and keeps the streams going until it is stopped; runs under way then go back to the queue. */
export async function startWorker(kinds: ReadonlyMap<string, Entry>): Promise<RunningWorker> {
  const self = { id: randomUUID(), host: hostname(), pid: process.pid, version: version() }
  const name = `${self.host}:${self.pid}`
  const stopping = new AbortController()
  const streams = [
    runWorkerBeat(self, stopping.signal),
    runOutboxRelay(stopping.signal),
    runReconciler(stopping.signal),
    runSweeper(stopping.signal),
    runAuditSealer(stopping.signal),
    runScheduler(stopping.signal),
    runNoticesSender(stopping.signal),
  ]
  const connection = workerRedis()
  const worker = new Worker(queueName, (job) => runJob(job.data, name, stopping.signal, kinds), {
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
  return {
    name,
    stop: async () => {
      stopping.abort()
      await Promise.all([worker.close(), ...streams])
      await forgetWorker(self.id)
      connection.disconnect()
    },
  }
}
