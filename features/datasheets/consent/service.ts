import type { TableResult } from '#core/datasheets/result.ts'
import { type Chosen, choose, type Wanted } from '#core/datasheets/selection.ts'
import { may, mayApprove, type Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { loadApproval } from '#features/approvals/listing/service.ts'
import type { Approval } from '#features/approvals/schema.ts'
import { decideApproval, latestApproval, requestApproval } from '#features/approvals/service.ts'
import { recordAudit } from '#features/audit/repository.ts'
import type { DatasheetPermission } from '#features/datasheets/access.ts'
import { lockPlan, takenBy } from '#features/datasheets/imports/repository.ts'
import type { ApprovalRequest, PlanDecision } from '#features/datasheets/imports/schema.ts'
import { environmentsOf, isLedElsewhere, type PlanRow, rowsFault, tablesOf } from '#features/datasheets/plans/repository.ts'
import type { Plan } from '#features/datasheets/plans/schema.ts'
import { visiblePlan } from '#features/datasheets/plans/service.ts'
import type { Origin } from '#features/datasheets/service.ts'
import { type Tx, transact } from '#server/database.ts'

const notFound = () => refuse('not_found', 404)
const kind = 'datasheets.import'

type Seen = { row: PlanRow; plan: Plan }
/** A plan under a lock that can be approved and applied now. */
export type Draft = { row: PlanRow; plan: Plan & { sha256: string } }

/** Whether this person holds the permission where the plan would write. A refusal is audited. */
async function placeFault(tx: Tx, who: Principal, { row, plan }: Seen, permission: DatasheetPermission, origin: Origin) {
  const { id, name, kind: place } = plan.environment
  if (!(await environmentsOf([row], tx)).has(id)) return refuse('environment_gone', 410, { name })
  if (may(who, permission, place)) return null
  const detail = { environment: name, kind: place, permission }
  await recordAudit(tx, { who, action: permission, object: `environment:${id}`, outcome: 'refused', planId: plan.id, detail, ...origin })
  return refuse('environment_forbidden', 403, { name, kind: place })
}

/** Refuses what can be decided on no more, or not yet. */
async function stateFault(tx: Tx, { row, plan }: Seen): Promise<Refusal | null> {
  const taken = await takenBy(tx, row.id)
  if (taken) return refuse('plan_already_applied', 409, { plan: plan.id, import: String(taken.id), state: taken.applied ? 'applied' : 'applying' })
  if (plan.state === 'expired') return refuse('plan_expired', 409, { plan: plan.id, at: plan.expiresAt ?? '' })
  if (plan.state !== 'draft' && plan.state !== 'conflicted') return refuse('plan_not_ready', 409, { state: plan.state })
  if (await isLedElsewhere(row, tx)) return refuse('environment_moved', 409, { name: plan.environment.name })
  return rowsFault(row)
}

/**
 * Holds a plan with a result, one with conflicts too, until the transaction ends. Refuses environment_gone, environment_forbidden,
 * plan_already_applied, plan_expired, plan_not_ready, environment_moved, plan_rows_removed.
 */
export async function lockComputed(tx: Tx, who: Principal, id: string, permission: DatasheetPermission, origin: Origin): Promise<Seen | Refusal> {
  const first = await visiblePlan(who, id, tx)
  if (!first || !(await lockPlan(tx, first.row.id))) return notFound()
  const seen = (await visiblePlan(who, id, tx)) ?? first
  return (await placeFault(tx, who, seen, permission, origin)) ?? (await stateFault(tx, seen)) ?? seen
}

/** The same for what can be applied: a plan with conflicts is refused as plan_not_ready. */
export async function lockDraft(tx: Tx, who: Principal, id: string, permission: DatasheetPermission, origin: Origin): Promise<Draft | Refusal> {
  const seen = await lockComputed(tx, who, id, permission, origin)
  if (seen instanceof Refusal) return seen
  const { row, plan } = seen
  return plan.sha256 === null ? refuse('plan_not_ready', 409, { state: plan.state }) : { row, plan: { ...plan, sha256: plan.sha256 } }
}

/** What of a draft would be done. Refuses as `choose` does. */
export async function chosenOf(tx: Tx, { row, plan }: Draft, wanted: Wanted): Promise<Chosen | Refusal> {
  const tables = await tablesOf(row.id, tx)
  // Only keepTable writes them.
  return choose(
    plan.sha256,
    tables.map(({ body }) => body as unknown as TableResult),
    wanted,
  )
}

type Asked = { draft: Draft; chosen: Chosen; reason: string }

async function ask(
  tx: Tx,
  { draft, chosen, reason }: Asked,
  by: { userId: string; name: string; via: Principal['via'] },
  origin: Origin,
  requestedById?: string,
) {
  const { row, plan } = draft
  const { environment, id } = plan
  const { tables, deletes } = chosen.selection
  const first = plan.files[0]?.name ?? ''
  const request = {
    kind,
    subjectId: id,
    sha256: chosen.sha256,
    selection: { tables: [...tables], deletes },
    environment,
    size: chosen.rows,
    title: { plan: id, environment: environment.name, rows: chosen.rows, first, more: Math.max(0, plan.files.length - 1) },
    authorId: row.createdById,
    reason,
  } as const
  return requestApproval(tx, { ...request, ...(requestedById ? { requestedById } : {}) }, by, origin)
}

/** Asks others to agree to exactly this choice; what is open for another choice of the plan becomes void. */
export async function requestImportApproval(who: Principal, id: string, { reason, ...wanted }: ApprovalRequest, origin: Origin): Promise<Approval | Refusal> {
  const asked = await transact(async (tx) => {
    const draft = await lockDraft(tx, who, id, 'datasheets.import', origin)
    if (draft instanceof Refusal) return draft
    const chosen = await chosenOf(tx, draft, wanted)
    return chosen instanceof Refusal ? chosen : ask(tx, { draft, chosen, reason }, who, origin)
  }, 'ReadCommitted')
  return asked instanceof Refusal ? asked : loadApproval(who, asked.id)
}

/** The request that a decision is about: the one that waits, or one in the author's name that is made for it. */
async function requestFor(who: Principal, id: string, { tables, deletes }: PlanDecision, origin: Origin): Promise<string | Refusal> {
  const latest = await latestApproval(who, { kind, subjectId: id })
  const whole = tables === undefined && deletes
  if (latest?.state === 'pending' && whole) return latest.id
  const asked = await transact(async (tx) => {
    const draft = await lockDraft(tx, who, id, 'datasheets.view', origin)
    if (draft instanceof Refusal) return draft
    const chosen = await chosenOf(tx, draft, { tables, deletes })
    if (chosen instanceof Refusal) return chosen
    const authorId = draft.row.createdById
    // A request that this person may not decide on would be left behind.
    if (authorId === who.userId) return refuse('approval_own', 403)
    if (!mayApprove(who, { authorId }, draft.plan.environment.kind)) return refuse('forbidden', 403)
    return ask(tx, { draft, chosen, reason: '' }, who, origin, authorId)
  }, 'ReadCommitted')
  return asked instanceof Refusal ? asked : asked.id
}

/**
 * Agrees to a plan or rejects it: the request that waits, else the named choice of it, asked for in the name of its author.
 * Refuses what approvals refuse, and what keeps a plan from being applied.
 */
export async function decideOnPlan(who: Principal, id: string, decision: PlanDecision, origin: Origin): Promise<Approval | Refusal> {
  if (!(await visiblePlan(who, id))) return notFound()
  const request = await requestFor(who, id, decision, origin)
  if (request instanceof Refusal) return request
  const { verdict, comment } = decision
  return decideApproval(who, request, { verdict, comment }, origin)
}
