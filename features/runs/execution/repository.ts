import { decideFailure, decideStop, type RunState } from '#core/runs/state.ts'
import { hasOutsideStep, lockRun, moveRun } from '#features/runs/repository.ts'
import { type RunError, runState } from '#features/runs/schema.ts'
import { db, type Tx, transact } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

/** How long a worker holds a run without saying that it is alive. Recovery after a kill waits for this first. */
export const leaseMs = 6_000
/** How long an artefact can be downloaded. */
export const artefactDays = 30

/** Another worker holds the run by now, or nobody may any more: nothing of this attempt is kept. */
export class FenceLost extends Error {
  constructor(runId: bigint) {
    super(`run ${runId} is held by another worker`)
    this.name = 'FenceLost'
  }
}

export type Claim = {
  id: bigint
  kind: string
  payload: unknown
  state: RunState
  fence: number
  attempt: number
  stage: string | null
  done: number
  steps: Map<string, { memo: unknown; stage: string; advance: number }>
}

export type StepMemo = { memo: unknown; stage: string; advance: number }

/**
 * Takes a run that nobody holds and raises its fence. Null when somebody holds it or it has ended: a job that comes
 * twice does nothing the second time.
 */
export async function claimRun(id: bigint, worker: string): Promise<Claim | null> {
  return transact(async (tx) => {
    const run = await lockRun(tx, id)
    if (!run || run.held || !['queued', 'running', 'pausing', 'cancelling'].includes(run.state)) return null
    const until = new Date(run.now.getTime() + leaseMs)
    const row = await tx.run.update({
      where: { id },
      data: {
        state: run.state === 'queued' ? 'running' : run.state,
        fence: { increment: 1 },
        attempt: { increment: 1 },
        revision: { increment: 1 },
        worker,
        leaseUntil: until,
        updatedAt: run.now,
        rate: null,
        etaMs: null,
        finishedAt: null,
      },
    })
    if (!row.startedAt) await tx.run.update({ where: { id }, data: { startedAt: run.now } })
    const steps = await tx.runStep.findMany({ where: { runId: id } })
    const memos = new Map(steps.map((step) => [step.name, step.memo as StepMemo]))
    return {
      id,
      kind: row.kind,
      payload: row.payload,
      state: runState.parse(row.state),
      fence: row.fence,
      attempt: row.attempt,
      stage: row.stage,
      done: Number(row.done),
      steps: memos,
    }
  })
}

/** Whether the run's last worker left it without a word: killed, hung, or cut off. */
export async function isOrphan(id: bigint): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`SELECT id FROM runs_run WHERE id = ${id} AND state <> 'queued' AND leaseUntil < UTC_TIMESTAMP(3)`
  return rows.length > 0
}

/** Says that the holder is alive and learns what users want. Null when the fence is lost. */
export async function renewLease(id: bigint, fence: number): Promise<RunState | null> {
  const kept = await db.$executeRaw`
    UPDATE runs_run SET leaseUntil = UTC_TIMESTAMP(3) + INTERVAL ${leaseMs * 1000} MICROSECOND WHERE id = ${id} AND fence = ${fence}`
  if (kept === 0) return null
  const row = await db.run.findUnique({ where: { id }, select: { state: true } })
  return row ? runState.parse(row.state) : null
}

/** What users want of a run that one holds, without touching its lease. Null when the fence is lost. */
export async function readWish(id: bigint, fence: number): Promise<RunState | null> {
  const row = await db.run.findUnique({ where: { id }, select: { state: true, fence: true } })
  return row?.fence === fence ? runState.parse(row.state) : null
}

export type Progress = { stage?: string; done: number; total?: number | null; rate: number | null; etaMs: number | null }

/**
 * Writes progress under the fence and renews the lease. The first statement of its transaction: from here on the row is
 * ours until the commit, so the fence cannot change, and whoever else wants the row waits instead of meeting us in a deadlock.
 */
export async function saveProgress(tx: Tx, id: bigint, fence: number, progress: Progress, proven: boolean): Promise<void> {
  const { stage, done, total, rate, etaMs } = progress
  const { sql, empty } = Prisma
  // An attempt that finished a step counts as the first one again: only faults without progress add up.
  const counted = proven ? sql`attempt = 1,` : empty
  const kept = await tx.$executeRaw`
    UPDATE runs_run SET done = ${done}, rate = ${rate}, etaMs = ${etaMs}, revision = revision + 1,
      ${stage === undefined ? empty : sql`stage = ${stage},`} ${total === undefined ? empty : sql`total = ${total},`} ${counted}
      updatedAt = UTC_TIMESTAMP(3), leaseUntil = UTC_TIMESTAMP(3) + INTERVAL ${leaseMs * 1000} MICROSECOND
    WHERE id = ${id} AND fence = ${fence}`
  if (kept === 0) throw new FenceLost(id)
}

/**
 * One step: its effect, its memo and the progress, in one transaction guarded by the fence. It is tried again with the
 * same fence when the database was away or another transaction in the way; what a broken COMMIT kept is not done twice.
 */
export async function commitStep(
  claim: { id: bigint; fence: number },
  name: string,
  memo: StepMemo,
  progress: Progress,
  effect: (tx: Tx) => Promise<void>,
): Promise<void> {
  await transact(async (tx, again) => {
    await saveProgress(tx, claim.id, claim.fence, progress, true)
    if (again && (await isCommitted(tx, claim, name))) return
    await effect(tx)
    await tx.$executeRaw`
      INSERT INTO runs_step (runId, name, fence, memo, createdAt) VALUES (${claim.id}, ${name}, ${claim.fence}, ${JSON.stringify(memo)}, UTC_TIMESTAMP(3))`
  })
}

async function isCommitted(tx: Tx, claim: { id: bigint; fence: number }, name: string): Promise<boolean> {
  const row = await tx.runStep.findUnique({ where: { runId_name: { runId: claim.id, name } }, select: { fence: true } })
  if (row && row.fence !== claim.fence) throw new FenceLost(claim.id)
  return row !== null
}

/** Forgets steps by the beginning of their names, and undoes what they did, under the fence. */
export async function forgetSteps(
  claim: { id: bigint; fence: number },
  prefixes: readonly string[],
  progress: Progress,
  undo: (tx: Tx) => Promise<void>,
): Promise<void> {
  await transact(async (tx) => {
    await saveProgress(tx, claim.id, claim.fence, progress, true)
    await undo(tx)
    for (const prefix of prefixes) await tx.runStep.deleteMany({ where: { runId: claim.id, name: { startsWith: prefix } } })
  })
}

export async function insertLog(tx: Tx, runId: bigint, level: string, code: string, params: Record<string, string | number> | undefined): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO runs_log (runId, at, level, code, params)
    VALUES (${runId}, UTC_TIMESTAMP(3), ${level}, ${code}, ${params ? JSON.stringify(params) : null})`
}

/** Ends the run as succeeded together with the handler's last writes; a wish to stop that came too late is dropped. */
export async function succeedRun(claim: { id: bigint; fence: number }, result: Record<string, unknown>, effect: (tx: Tx) => Promise<void>): Promise<void> {
  await transact(async (tx) => {
    const run = await lockFenced(tx, claim)
    await effect(tx)
    await tx.run.update({ where: { id: claim.id }, data: { result: result as Prisma.InputJsonValue } })
    await moveRun(tx, run, 'succeeded', { error: null })
  })
}

/** Lets the run go where users asked, or back to the queue. */
export async function releaseRun(claim: { id: bigint; fence: number }): Promise<RunState | null> {
  return transact(async (tx) => {
    const run = await lockFenced(tx, claim)
    const decision = decideStop(run.state, await hasOutsideStep(tx, claim.id))
    if (!decision.allowed) return null
    await tx.run.update({ where: { id: claim.id }, data: { attempt: 0 } })
    await moveRun(tx, run, decision.to, { enqueue: decision.enqueue })
    return decision.to
  })
}

/** After a fault: again later, or failed. */
export async function settleFailure(
  claim: { id: bigint; fence: number },
  error: RunError,
  attempts: number,
  final: boolean,
  unknown = false,
): Promise<RunState> {
  return transact(async (tx) => {
    const run = await lockFenced(tx, claim)
    const decision = decideFailure(run.state, run.attempt, attempts, final, unknown)
    const delayMs = 'delayMs' in decision ? decision.delayMs : 0
    await moveRun(tx, run, decision.to, { enqueue: decision.to === 'queued', delayMs, error: decision.to === 'failed' ? error : null })
    await insertLog(tx, claim.id, decision.to === 'failed' ? 'error' : 'warn', decision.to === 'queued' ? 'attempt_failed' : 'stopped_by_fault', {
      code: error.code,
      attempt: run.attempt,
      seconds: Math.round(delayMs / 1000),
    })
    return decision.to
  })
}

async function lockFenced(tx: Tx, claim: { id: bigint; fence: number }) {
  const run = await lockRun(tx, claim.id)
  if (run?.fence !== claim.fence) throw new FenceLost(claim.id)
  return run
}

export type KeptFile = { path: string; bytes: number; sha256: string }

/** The artefact's row; the file is on disk already. */
export async function upsertArtefact(tx: Tx, runId: bigint, file: KeptFile & { name: string; contentType: string }): Promise<void> {
  const { name, contentType, path, bytes, sha256 } = file
  const now = new Date()
  const data = { contentType, path, bytes, sha256, createdAt: now, expiresAt: new Date(now.getTime() + artefactDays * 86_400_000) }
  await tx.runArtefact.upsert({ where: { runId_name: { runId, name } }, create: { runId, name, ...data }, update: data })
}

/** Takes the rows of expired artefacts away and says which files they named. */
export async function takeExpiredArtefacts(limit: number): Promise<string[]> {
  const rows = await db.runArtefact.findMany({ where: { expiresAt: { lt: new Date() } }, take: limit, select: { id: true, path: true } })
  await db.runArtefact.deleteMany({ where: { id: { in: rows.map((row) => row.id) } } })
  return rows.map((row) => row.path)
}

/** Which of these files are artefacts of runs. */
export async function artefactsAmong(paths: readonly string[]): Promise<string[]> {
  const rows = await db.runArtefact.findMany({ where: { path: { in: [...paths] } }, select: { path: true } })
  return rows.map(({ path }) => path)
}
