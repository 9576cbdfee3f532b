import type { RunState } from '#core/runs/state.ts'
import { outsideStep } from '#core/shared/job.ts'
import { sortingOf } from '#core/shared/paging.ts'
import { type Run, type RunArtefact, type RunDetail, type RunError, type RunLog, type RunQuery, runKind, runSorts, runState } from '#features/runs/schema.ts'
import { asTyped, db, type Tx } from '#server/database.ts'
import { Prisma, type Run as RunRow } from '#server/generated/prisma/client.ts'

type RowWithMaker = RunRow & { createdBy: { id: string; name: string } }
const withMaker = { createdBy: { select: { id: true, name: true } } } as const

const numberOrNull = (value: bigint | null): number | null => (value === null ? null : Number(value))
const iso = (at: Date | null): string | null => at?.toISOString() ?? null

export function toRun(row: RowWithMaker): Run {
  return {
    id: String(row.id),
    kind: runKind.parse(row.kind),
    title: row.title as Run['title'],
    state: runState.parse(row.state),
    stages: row.stages as string[],
    stage: row.stage,
    done: Number(row.done),
    total: numberOrNull(row.total),
    rate: row.rate,
    etaMs: numberOrNull(row.etaMs),
    worker: row.worker,
    attempt: row.attempt,
    error: row.error as RunError | null,
    result: row.result as Run['result'],
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
    updatedAt: row.updatedAt.toISOString(),
    revision: row.revision,
  }
}

type ArtefactRow = Prisma.RunArtefactGetPayload<object>
const toArtefact = (row: ArtefactRow): RunArtefact => ({
  id: String(row.id),
  name: row.name,
  contentType: row.contentType,
  bytes: Number(row.bytes),
  sha256: row.sha256,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
})

/** The database's clock, UTC: the one clock of runs, whatever a worker's own says. */
export async function databaseNow(tx: Tx = db): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT UTC_TIMESTAMP(3) AS now`
  if (!row) throw new Error('the database did not tell the time')
  return row.now
}

export type NewRun = {
  kind: string
  title: Record<string, string | number>
  keywords: string
  payload: Prisma.InputJsonValue
  stages: readonly string[]
  createdById: string
}

/** A queued run and its outbox row. */
export async function insertRun(tx: Tx, run: NewRun): Promise<Run> {
  const now = await databaseNow(tx)
  const { kind, title, keywords, payload, stages, createdById } = run
  const row = await tx.run.create({
    data: { kind, title, keywords: keywords.slice(0, 500), payload, stages: [...stages], createdById, state: 'queued', createdAt: now, updatedAt: now },
    include: withMaker,
  })
  await insertOutbox(tx, row.id, now, 0)
  return toRun(row)
}

export async function insertOutbox(tx: Tx, runId: bigint, now: Date, delayMs: number): Promise<void> {
  await tx.runOutbox.create({ data: { runId, createdAt: now, availableAt: new Date(now.getTime() + delayMs) } })
}

export async function findRun(id: bigint): Promise<RunDetail | null> {
  const row = await db.run.findUnique({ where: { id }, include: { ...withMaker, artefacts: { orderBy: { id: 'asc' } } } })
  return row && { ...toRun(row), artefacts: row.artefacts.map(toArtefact) }
}

/** What the order of the list of runs means; ties are in the order of their numbers, the same way round. */
export function orderOf(sort: string | undefined): Prisma.RunOrderByWithRelationInput[] {
  const { column, direction } = sortingOf(sort, runSorts, '-id')
  return column === 'id' ? [{ id: direction }] : [{ [column]: direction }, { id: direction }]
}

/** What the filters of the list of runs mean. */
export function whereOf(query: Omit<RunQuery, 'page' | 'pageSize' | 'sort'>, userId: string): Prisma.RunWhereInput {
  const states = (query.state ?? '').split(',').filter(Boolean)
  const by = query.by === 'me' ? userId : query.by
  return {
    ...(query.q ? { OR: [{ keywords: { contains: asTyped(query.q) } }, ...(/^\d{1,18}$/.test(query.q) ? [{ id: BigInt(query.q) }] : [])] } : {}),
    ...(query.kind ? { kind: query.kind } : {}),
    ...(states.length ? { state: { in: states } } : {}),
    ...(by ? { createdById: by } : {}),
    ...(query.from || query.to ? { createdAt: { ...(query.from ? { gte: new Date(query.from) } : {}), ...(query.to ? { lt: new Date(query.to) } : {}) } } : {}),
  }
}

export async function listRuns(query: RunQuery, userId: string): Promise<{ items: Run[]; total: number }> {
  const where = whereOf(query, userId)
  const [rows, total] = await Promise.all([
    db.run.findMany({ where, include: withMaker, orderBy: orderOf(query.sort), skip: (query.page - 1) * query.pageSize, take: query.pageSize }),
    db.run.count({ where }),
  ])
  return { items: rows.map(toRun), total }
}

/** Runs of these kinds that were made in a time, oldest first. */
export async function listRunsBetween(kinds: readonly string[], from: Date, to: Date, limit: number): Promise<Run[]> {
  const where = { kind: { in: [...kinds] }, createdAt: { gte: from, lt: to } }
  return (await db.run.findMany({ where, include: withMaker, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: limit })).map(toRun)
}

/** Runs that changed at or after `since` (database time), oldest change first. */
export async function listRunsChangedSince(since: Date, limit: number, skip = 0): Promise<Run[]> {
  const orderBy: Prisma.RunOrderByWithRelationInput[] = [{ updatedAt: 'asc' }, { id: 'asc' }]
  const rows = await db.run.findMany({ where: { updatedAt: { gte: since } }, include: withMaker, orderBy, skip, take: limit })
  return rows.map(toRun)
}

export async function listLogs(runId: bigint, after: bigint | null, limit: number): Promise<RunLog[]> {
  const rows = await db.runLog.findMany({ where: { runId, ...(after ? { id: { gt: after } } : {}) }, orderBy: { id: 'asc' }, take: limit })
  return rows.map(({ id, at, level, code, params }) => ({
    id: String(id),
    at: at.toISOString(),
    level: level as RunLog['level'],
    code,
    params: params as RunLog['params'],
  }))
}

export type LockedRun = { id: bigint; kind: string; state: RunState; held: boolean; fence: number; attempt: number; now: Date }

/** Locks the row until the transaction ends. `held` says that a worker's lease has not run out. */
export async function lockRun(tx: Tx, id: bigint): Promise<LockedRun | null> {
  const rows = await tx.$queryRaw<{ kind: string; state: string; held: bigint; fence: number; attempt: number; now: Date }[]>`
    SELECT kind, state, fence, attempt, COALESCE(leaseUntil >= UTC_TIMESTAMP(3), 0) AS held, UTC_TIMESTAMP(3) AS now
    FROM runs_run WHERE id = ${id} FOR UPDATE`
  const row = rows[0]
  return row
    ? { id, kind: row.kind, state: runState.parse(row.state), held: Number(row.held) === 1, fence: row.fence, attempt: row.attempt, now: row.now }
    : null
}

const ended = new Set<RunState>(['succeeded', 'failed', 'cancelled'])

/** Whether something of the run may have happened outside of the console that nobody has looked for yet (`outsideStep`). */
export const hasOutsideStep = async (tx: Tx, runId: bigint): Promise<boolean> =>
  (await tx.runStep.count({ where: { runId, name: { startsWith: outsideStep } } })) > 0

/** Moves a locked run. Leaving it to nobody takes the fence from whoever still believes to hold it. */
export async function moveRun(
  tx: Tx,
  run: LockedRun,
  to: RunState,
  options: { enqueue?: boolean; delayMs?: number; error?: RunError | null; release?: boolean } = {},
): Promise<void> {
  const { enqueue = false, delayMs = 0, error, release = true } = options
  await tx.run.update({
    where: { id: run.id },
    data: {
      state: to,
      updatedAt: run.now,
      revision: { increment: 1 },
      ...(release ? { leaseUntil: null, fence: { increment: 1 }, rate: null, etaMs: null } : {}),
      finishedAt: ended.has(to) ? run.now : null,
      ...(error === undefined ? {} : { error: error === null ? Prisma.DbNull : error }),
    },
  })
  if (enqueue) await insertOutbox(tx, run.id, run.now, delayMs)
}

/** How many workers were seen in the last 10 s, by the database's clock. */
export async function countWorkersAlive(): Promise<{ alive: number; now: Date }> {
  const [row] = await db.$queryRaw<{ alive: bigint; now: Date }[]>`
    SELECT (SELECT COUNT(*) FROM runs_worker WHERE seenAt > UTC_TIMESTAMP(3) - INTERVAL 10 SECOND) AS alive, UTC_TIMESTAMP(3) AS now`
  if (!row) throw new Error('the database did not count')
  return { alive: Number(row.alive), now: row.now }
}

export const listWorkersAlive = () => db.$queryRaw<{ id: string; host: string; pid: number; version: string }[]>`
  SELECT id, host, pid, version FROM runs_worker WHERE seenAt > UTC_TIMESTAMP(3) - INTERVAL 10 SECOND ORDER BY startedAt`

export async function countRunsByState(): Promise<{ state: string; count: number }[]> {
  const groups = await db.run.groupBy({ by: ['state'], _count: { _all: true } })
  return groups.map((group) => ({ state: group.state, count: group._count._all }))
}
