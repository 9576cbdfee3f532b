import type { Queue } from 'bullmq'
import type { z } from 'zod'
import { takeExpiredArtefacts } from '#features/runs/execution/repository.ts'
import { databaseNow, insertOutbox } from '#features/runs/repository.ts'
import type { runJob } from '#features/runs/schema.ts'
import { db, transact } from '#server/database.ts'
import { removeFile } from '#server/files/kept.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

const batch = 100
/** How long the queue may take with an entry before the reconciler asks whether it is still there. */
const graceSeconds = 5

const jobIdOf = (outboxId: bigint) => `outbox-${outboxId}`

/**
 * Moves outbox rows to the queue; true when there may be more. A row is marked in the transaction that holds it, after
 * the queue took it: a crash in between sends it twice, and the second job finds the run claimed.
 */
export async function relayOutbox(queue: Queue): Promise<boolean> {
  // Most turns find nothing: one statement, and no transaction.
  const due = await db.$queryRaw<unknown[]>`SELECT id FROM runs_outbox WHERE sentAt IS NULL AND availableAt <= UTC_TIMESTAMP(3) LIMIT 1`
  if (due.length === 0) return false
  return transact(async (tx) => {
    const rows = await tx.$queryRaw<{ id: bigint; runId: bigint }[]>`
      SELECT id, runId FROM runs_outbox WHERE sentAt IS NULL AND availableAt <= UTC_TIMESTAMP(3) ORDER BY id LIMIT ${batch} FOR UPDATE SKIP LOCKED`
    if (rows.length === 0) return false
    const jobs = rows.map((row) => ({
      name: 'run',
      data: { runId: String(row.runId) } satisfies z.input<typeof runJob>,
      opts: { jobId: jobIdOf(row.id) },
    }))
    await queue.addBulk(jobs)
    await tx.$executeRaw`UPDATE runs_outbox SET sentAt = UTC_TIMESTAMP(3) WHERE id IN (${Prisma.join(rows.map((row) => row.id))})`
    return rows.length === batch
  }, 'ReadCommitted')
}

type Orphan = { id: bigint; state: string; lastOutbox: bigint | null }

/**
 * Queues again every run that should be worked on and is not: its worker's lease ran out, or its job vanished from the
 * queue (a flushed Redis). Returns how many. Safe to run in several workers at once.
 */
export async function reconcileRuns(queue: Queue): Promise<number> {
  const orphans = await db.$queryRaw<Orphan[]>`
    SELECT r.id, r.state, (SELECT MAX(o.id) FROM runs_outbox o WHERE o.runId = r.id) AS lastOutbox
    FROM runs_run r
    WHERE r.state IN ('queued', 'running', 'pausing', 'cancelling')
      AND (r.leaseUntil IS NULL OR r.leaseUntil < UTC_TIMESTAMP(3))
      AND NOT EXISTS (SELECT 1 FROM runs_outbox o WHERE o.runId = r.id AND (o.sentAt IS NULL OR o.sentAt > UTC_TIMESTAMP(3) - INTERVAL ${graceSeconds} SECOND))
    ORDER BY r.id LIMIT 500`
  let requeued = 0
  for (const orphan of orphans) {
    if (orphan.state === 'queued' && orphan.lastOutbox !== null && (await queue.getJob(jobIdOf(orphan.lastOutbox)))) continue
    if (await requeue(orphan.id)) requeued += 1
  }
  return requeued
}

/** Adds an outbox row unless another reconciler just did. */
async function requeue(id: bigint): Promise<boolean> {
  return transact(async (tx) => {
    await tx.$queryRaw`SELECT id FROM runs_run WHERE id = ${id} FOR UPDATE`
    const now = await databaseNow(tx)
    const fresh = await tx.$queryRaw<
      unknown[]
    >`SELECT id FROM runs_outbox WHERE runId = ${id} AND createdAt > ${new Date(now.getTime() - graceSeconds * 1000)} LIMIT 1 FOR UPDATE`
    if (fresh.length > 0) return false
    await insertOutbox(tx, id, now, 0)
    return true
  }, 'ReadCommitted')
}

/** Says that this worker is alive. */
export async function beatWorker(worker: { id: string; host: string; pid: number; version: string }): Promise<void> {
  const { id, host, pid, version } = worker
  await db.$executeRaw`
    INSERT INTO runs_worker (id, host, pid, version, startedAt, seenAt) VALUES (${id}, ${host}, ${pid}, ${version}, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
    ON DUPLICATE KEY UPDATE seenAt = UTC_TIMESTAMP(3)`
}

export async function forgetWorker(id: string): Promise<void> {
  await db.worker.deleteMany({ where: { id } })
}

/**
 * Removes what has served its time: sent outbox rows after a day, idempotency keys after a day, expired artefacts,
 * workers unseen for a day.
 */
export async function sweepRuns(): Promise<void> {
  await db.$executeRaw`DELETE FROM runs_outbox WHERE sentAt < UTC_TIMESTAMP(3) - INTERVAL 1 DAY LIMIT 1000`
  await db.$executeRaw`DELETE FROM http_idempotency_key WHERE createdAt < UTC_TIMESTAMP(3) - INTERVAL 1 DAY LIMIT 1000`
  for (const path of await takeExpiredArtefacts(100)) await removeFile(path)
  await db.$executeRaw`DELETE FROM runs_worker WHERE seenAt < UTC_TIMESTAMP(3) - INTERVAL 1 DAY`
}
