import { commandPermissions } from '#core/runs/kinds.ts'
import { decideCommand } from '#core/runs/state.ts'
import { bigintId } from '#core/shared/ids.ts'
import type { JobDeclaration } from '#core/shared/job.ts'
import { may, type Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import {
  countRunsByState,
  countWorkersAlive,
  findRun,
  hasOutsideStep,
  insertRun,
  listLogs,
  listRuns as listRunRows,
  lockRun,
  moveRun,
} from '#features/runs/repository.ts'
import type { Run, RunCommand, RunDetail, RunLog, RunPage, RunQuery, WorkersAlive } from '#features/runs/schema.ts'
import { type Tx, transact } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'
import { metrics } from '#server/metrics.ts'

const notFound = () => refuse('not_found', 404)

export type NewRunInput = {
  job: JobDeclaration
  payload: unknown
  title: Record<string, string | number>
  keywords: string
  by: Principal
  requestId?: string
  ip?: string
}

/**
 * Creates a queued run with its outbox row and audit row, in the caller's transaction, which also writes the domain row.
 * @throws ZodError when the payload is not what the declaration says.
 */
export async function createRun(tx: Tx, input: NewRunInput): Promise<Run> {
  const { job, title, keywords, by, requestId, ip } = input
  const payload = job.payload.parse(input.payload) as Prisma.InputJsonValue
  const run = await insertRun(tx, { kind: job.kind, title, keywords, payload, stages: job.stages, createdById: by.userId })
  await recordAudit(tx, {
    who: by,
    action: `${job.kind}.start`,
    object: `run:${run.id}`,
    ...(requestId ? { requestId } : {}),
    ...(ip ? { ip } : {}),
    detail: title,
  })
  return run
}

export async function listRuns(who: Principal, query: RunQuery): Promise<RunPage> {
  const { items, total } = await listRunRows(query, who.userId)
  return { items, total, page: query.page, pageSize: query.pageSize, countedAt: new Date().toISOString() }
}

export async function loadRun(_who: Principal, id: string): Promise<RunDetail | Refusal> {
  const runId = bigintId(id)
  return (runId && (await findRun(runId))) || notFound()
}

export async function loadLogs(id: string, after: string | undefined, limit: number): Promise<RunLog[] | Refusal> {
  const runId = bigintId(id)
  if (!runId || !(await findRun(runId))) return notFound()
  return listLogs(runId, after ? bigintId(after) : null, limit)
}

/** Cancel, pause, resume or retry, with its audit row. A command that does not fit the state is refused by name. */
export async function commandRun(who: Principal, id: string, command: RunCommand, origin: { ip: string; requestId: string }): Promise<Run | Refusal> {
  const runId = bigintId(id)
  if (!runId) return notFound()
  const refusal = await transact(async (tx) => {
    const run = await lockRun(tx, runId)
    if (!run) return notFound()
    const permission = commandPermissions[run.kind]?.[command]
    const decision = decideCommand(run.state, command, run.held, command === 'cancel' && (await hasOutsideStep(tx, runId)))
    const barred = permission !== undefined && !may(who, permission)
    const outcome = decision.allowed && !barred ? 'done' : 'refused'
    await recordAudit(tx, { who, action: `runs.${command}`, object: `run:${id}`, outcome, detail: { from: run.state }, ...origin })
    if (barred) return refuse('forbidden', 403)
    if (!decision.allowed) return refuse(`run_cannot_${command}`, 409, { state: run.state })
    if (decision.to === run.state) return null
    const release = decision.to !== 'cancelling' && decision.to !== 'pausing' && decision.to !== 'running'
    if (command === 'retry') await tx.run.update({ where: { id: runId }, data: { attempt: 0 } })
    await moveRun(tx, run, decision.to, { enqueue: decision.enqueue, release, ...(command === 'retry' ? { error: null } : {}) })
    return null
  })
  return refusal ?? (await findRun(runId)) ?? notFound()
}

export async function loadWorkersAlive(): Promise<WorkersAlive> {
  const { alive, now } = await countWorkersAlive()
  return { alive, checkedAt: now.toISOString() }
}

/** Brings the gauges of runs and workers up to date. */
export async function collectRunGauges(): Promise<void> {
  const [states, { alive }] = await Promise.all([countRunsByState(), countWorkersAlive()])
  metrics.runStates.reset()
  for (const { state, count } of states) metrics.runStates.set({ state }, count)
  metrics.workersAlive.set(alive)
}
