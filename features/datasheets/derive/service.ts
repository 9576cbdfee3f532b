import { decisionOn } from '#core/datasheets/derive.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import { rowsOf } from '#core/datasheets/selection.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { voidApprovals } from '#features/approvals/service.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { lockComputed } from '#features/datasheets/consent/service.ts'
import { insertDerived } from '#features/datasheets/derive/repository.ts'
import type { DeriveRequest } from '#features/datasheets/imports/schema.ts'
import { deriveJob } from '#features/datasheets/jobs.ts'
import { tablesOf } from '#features/datasheets/plans/repository.ts'
import type { PlanStarted } from '#features/datasheets/plans/schema.ts'
import type { Origin } from '#features/datasheets/service.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { createRun } from '#features/runs/service.ts'
import { transact } from '#server/database.ts'

/** Tables that are named, else all that have changes or conflicts and no errors. */
export function tablesChosen(tables: readonly TableResult[], { tables: names, deletes }: Pick<DeriveRequest, 'tables' | 'deletes'>): TableResult[] | Refusal {
  if (names === undefined) {
    const some = tables.filter((one) => one.errors === 0 && rowsOf(one, deletes) + (one.both ?? 0) > 0)
    return some.length ? some : refuse('nothing_selected', 422, {}, 'tables')
  }
  const unknown = names.find((name) => !tables.some(({ table }) => table === name))
  if (unknown !== undefined) return refuse('plan_table_unknown', 404, { table: unknown }, 'tables')
  const wanted = tables.filter(({ table }) => names.includes(table))
  const faulty = wanted.filter(({ errors }) => errors > 0).map(({ table }) => table)
  return faulty.length ? refuse('table_has_errors', 409, { tables: faulty.join(', ') }, 'tables') : wanted
}

/** At least so many rows that both changed are without a decision: which ones are meant is known to the run alone. */
const openIn = ({ table, both = 0 }: TableResult, { conflicts }: DeriveRequest): number => {
  const decisions = conflicts && Object.hasOwn(conflicts, table) ? conflicts[table] : undefined
  return decisionOn(decisions, -1) === null ? Math.max(0, both - Object.keys(decisions?.rows ?? {}).length) : 0
}

/**
 * Makes a new plan of a choice of another one, as a run; what was asked for about the other one is void. Refuses what keeps a plan from
 * being decided on, plan_table_unknown, table_has_errors, nothing_selected, and conflicts_open with how many rows are undecided.
 */
export function startDerive(who: Principal, id: string, request: DeriveRequest, origin: Origin): Promise<PlanStarted | Refusal> {
  return transact(async (tx) => {
    const seen = await lockComputed(tx, who, id, 'datasheets.diff', origin)
    if (seen instanceof Refusal) return seen
    const { row, plan: base } = seen
    const bodies = await tablesOf(row.id, tx)
    const chosen = tablesChosen(
      bodies.map(({ body }) => body as unknown as TableResult),
      request,
    )
    if (chosen instanceof Refusal) return chosen
    const open = chosen.reduce((sum, table) => sum + openIn(table, request), 0)
    if (open > 0) return refuse('conflicts_open', 409, { count: open }, 'conflicts')
    const { environment } = base
    const title = { environment: environment.name, plan: id }
    const keywords = [environment.name, id, ...base.files.map(({ name }) => name)].join(' ').slice(0, 500)
    const run = await createRun(tx, { job: deriveJob, payload: {}, title, keywords, by: who, ...origin })
    const made = await insertDerived(tx, row, { runId: BigInt(run.id), createdById: who.userId, request, at: await databaseNow(tx) })
    const planId = String(made)
    await voidApprovals(tx, { kind: 'datasheets.import', subjectId: id }, 'plan_derived', who, origin)
    const detail = { environment: environment.name, base: id, tables: chosen.map(({ table }) => table), deletes: request.deletes }
    await recordAudit(tx, { who, action: 'datasheets.derive', object: `plan:${planId}`, planId, runId: run.id, detail, ...origin })
    return { plan: { id: planId, state: 'computing' as const }, run: { id: run.id } }
  }, 'ReadCommitted')
}
