import { bigintId } from '#core/shared/ids.ts'
import { may, type Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { voidApprovals } from '#features/approvals/service.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { strictestKind, visibleKinds } from '#features/datasheets/access.ts'
import { draftUntil } from '#features/datasheets/execution/repository.ts'
import * as repository from '#features/datasheets/imports/repository.ts'
import type { ImportDetail, ImportPage, ImportQuery, MovedPage, SheetImport, UndoOpened } from '#features/datasheets/imports/schema.ts'
import { environmentsOf, openUndo, rowsFault, rowsFaultOf } from '#features/datasheets/plans/repository.ts'
import { visiblePlan } from '#features/datasheets/plans/service.ts'
import { environmentFor, type Origin } from '#features/datasheets/service.ts'
import { urlOrNull } from '#features/environments/repository.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { runError, runState } from '#features/runs/schema.ts'
import { hasEnded } from '#features/runs/view.ts'
import { type Tx, transact } from '#server/database.ts'
import { env } from '#server/env.ts'

export { importAct } from '#features/datasheets/applying/service.ts'

const notFound = () => refuse('not_found', 404)

type Around = Awaited<ReturnType<typeof aroundOf>>

async function aroundOf(rows: readonly repository.ImportRow[], tx?: Tx) {
  const [environments, undoings, now] = await Promise.all([
    environmentsOf(rows, tx),
    repository.undoingsOf(
      rows.map(({ id }) => id),
      tx,
    ),
    databaseNow(tx),
  ])
  return { environments, ...undoings, now }
}

/** Until when what an import wrote can be taken back. */
const undoUntil = (committedAt: Date): Date => new Date(committedAt.getTime() + env.DATASHEETS_UNDO_DAYS * 86_400_000)

function stateOf({ committedAt, run }: repository.ImportRow): SheetImport['state'] {
  if (committedAt) return 'applied'
  if (!hasEnded({ state: runState.parse(run.state) })) return 'running'
  return run.steps.length > 0 ? 'unknown' : 'failed'
}

const text = (id: bigint | null | undefined): string | null => (id === null || id === undefined ? null : String(id))

function toImport(row: repository.ImportRow, { environments, undoneBy, plans, now }: Around): SheetImport {
  const current = environments.get(row.environmentId)
  const { committedAt } = row
  const undo = plans.get(row.id)
  return {
    id: String(row.id),
    plan: String(row.planId),
    sha256: row.sha256,
    environment: { id: row.environmentId, name: current?.name ?? row.environment, kind: strictestKind(row.environmentKind, current?.kind) },
    state: stateOf(row),
    run: { id: String(row.runId), state: runState.parse(row.run.state), error: row.run.error === null ? null : runError.parse(row.run.error) },
    selection: repository.selection.parse(row.selection),
    selectionSha256: row.selectionSha256,
    files: row.plan.files.map(({ name }) => name),
    approval: text(row.approvalId),
    schedule: text(row.scheduleId),
    undoOf: text(row.undoOfId),
    undoneBy: text(undoneBy.get(row.id)),
    canUndo: committedAt !== null && undoUntil(committedAt) > now && undo?.rowsRemovedAt === null && !undoneBy.has(row.id),
    inserted: row.inserted,
    updated: row.updated,
    deleted: row.deleted,
    committedAt: committedAt?.toISOString() ?? null,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  }
}

async function visibleImport(who: Principal, id: string, tx?: Tx): Promise<{ row: repository.ImportRow; around: Around; seen: SheetImport } | null> {
  const importId = bigintId(id)
  const row = importId === null ? null : await repository.findImport(importId, tx)
  if (!row) return null
  const around = await aroundOf([row], tx)
  const seen = toImport(row, around)
  return may(who, 'datasheets.view', seen.environment.kind) ? { row, around, seen } : null
}

export async function listImports(who: Principal, query: ImportQuery): Promise<ImportPage> {
  const { rows, total } = await repository.pageOfImports(query, visibleKinds(who))
  const around = await aroundOf(rows)
  const items = rows.map((row) => toImport(row, around))
  return { items, total, page: query.page, pageSize: query.pageSize, countedAt: new Date().toISOString() }
}

export async function loadImport(who: Principal, id: string): Promise<ImportDetail | Refusal> {
  const found = await visibleImport(who, id)
  if (!found) return notFound()
  const { row, seen } = found
  const moved = await repository.countMoved(row.id)
  const left = row.receipt === null ? { tables: [], provedBy: null, durationsMs: {} } : repository.receipt.parse(row.receipt)
  return { ...seen, ...left, moved }
}

/** Rows that were not any more what the plan was made from: why an import wrote nothing. */
export async function listMoved(who: Principal, id: string, query: { page: number; pageSize: number }): Promise<MovedPage | Refusal> {
  const found = await visibleImport(who, id)
  if (!found) return notFound()
  const { rows, total } = await repository.pageOfMoved(found.row.id, query)
  const { page, pageSize } = query
  return { items: rows.map(({ body }) => body as MovedPage['items'][number]), total, page, pageSize, countedAt: new Date().toISOString() }
}

/** Why an import cannot be taken back; the plan that would otherwise. */
function undoPlanOf({ row, around, seen }: NonNullable<Awaited<ReturnType<typeof visibleImport>>>): bigint | Refusal {
  const { id, state, undoneBy } = seen
  const plan = around.plans.get(row.id)
  if (row.committedAt === null || plan === undefined) return refuse('import_not_applied', 409, { import: id, state: state === 'applied' ? 'running' : state })
  if (undoneBy !== null) return refuse('import_undone', 409, { import: id, by: undoneBy })
  const until = undoUntil(row.committedAt)
  if (until <= around.now) return refuse('undo_expired', 409, { import: id, at: until.toISOString() })
  return rowsFault(plan) ?? plan.id
}

/**
 * Opens the plan that takes an import back: from then on it is a plan like any other, whose author is who opened it. Opening it again
 * finds the same plan, with a new time when the last one was over or the environment leads elsewhere. Refuses import_not_applied, import_undone, undo_expired, plan_rows_removed.
 */
export async function openUndoOf(who: Principal, id: string, origin: Origin): Promise<UndoOpened | Refusal> {
  const first = await visibleImport(who, id)
  if (!first) return notFound()
  const environment = await environmentFor(who, 'datasheets.undo', first.row.environmentId, origin)
  if (environment instanceof Refusal) return environment
  if (!may(who, 'datasheets.undo', first.seen.environment.kind)) return refuse('environment_forbidden', 403, { name: environment.name, kind: 'production' })
  const opened = await transact(async (tx) => {
    const found = await visibleImport(who, id, tx)
    const plan = found ? undoPlanOf(found) : notFound()
    if (plan instanceof Refusal || !(await repository.lockPlan(tx, plan))) return plan
    const gone = await rowsFaultOf(plan, tx)
    if (gone) return gone
    const expiresAt = await draftUntil(tx)
    const opened = { by: who.userId, at: await databaseNow(tx), expiresAt, url: urlOrNull(environment) }
    if (!(await openUndo(tx, plan, opened))) return plan
    await voidApprovals(tx, { kind: 'datasheets.import', subjectId: String(plan) }, 'plan_newer', who, origin)
    const detail = { environment: environment.name, import: id }
    await recordAudit(tx, { who, action: 'datasheets.undo', object: `import:${id}`, planId: String(plan), detail, ...origin })
    return plan
  }, 'ReadCommitted')
  if (opened instanceof Refusal) return opened
  const seen = await visiblePlan(who, String(opened))
  return seen ? { plan: { id: seen.plan.id, sha256: seen.plan.sha256, state: seen.plan.state } } : notFound()
}
