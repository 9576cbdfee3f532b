import { z } from 'zod'
import { deleteBrakePercent } from '#core/datasheets/import.ts'
import type { Chosen } from '#core/datasheets/selection.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { agreedTo, latestApproval, requiredApprovals, stillStands, takeApproval, voidApprovals } from '#features/approvals/service.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { chosenOf, type Draft, lockDraft } from '#features/datasheets/consent/service.ts'
import { insertImport, makersOf } from '#features/datasheets/imports/repository.ts'
import { type ApplyRequest, applyRequest, type ImportStarted } from '#features/datasheets/imports/schema.ts'
import { importJob } from '#features/datasheets/jobs.ts'
import type { Origin } from '#features/datasheets/service.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { createRun } from '#features/runs/service.ts'
import type { ScheduledAct } from '#features/schedules/jobs.ts'
import { type Tx, transact } from '#server/database.ts'

const kind = 'datasheets.import' as const

type Ready = { draft: Draft; chosen: Chosen }

/** What production asks for, and what nobody gets wrong on purpose anywhere. */
function confirmationFault({ draft, chosen }: Ready, confirm: ApplyRequest['confirm']): Refusal | null {
  const { name, kind: place } = draft.plan.environment
  const expected = { environment: name, rows: chosen.rows }
  if (confirm === undefined) return place === 'production' ? refuse('confirmation_missing', 422, expected) : null
  return confirm.environment === name && confirm.rows === chosen.rows ? null : refuse('confirmation_differs', 422, expected)
}

function brakeFault({ chosen }: Ready, confirmed: readonly string[]): Refusal | null {
  const unnamed = chosen.braked.filter((table) => !confirmed.includes(table))
  return unnamed.length ? refuse('deletes_need_name', 422, { tables: unnamed.join(', '), percent: deleteBrakePercent }) : null
}

/** Everything but the approval, in the order in which it is said. */
async function readyOf(tx: Tx, who: Principal, id: string, request: ApplyRequest, origin: Origin): Promise<Ready | Refusal> {
  const draft = await lockDraft(tx, who, id, 'datasheets.import', origin)
  if (draft instanceof Refusal) return draft
  const { sha256 } = draft.plan
  if (sha256 !== request.sha256) return refuse('plan_digest_differs', 409, { plan: id, sha256 })
  const chosen = await chosenOf(tx, draft, request)
  if (chosen instanceof Refusal) return chosen
  const ready = { draft, chosen }
  return brakeFault(ready, request.confirmTables ?? []) ?? confirmationFault(ready, request.confirm) ?? ready
}

const matterOf = async (tx: Tx, { draft: { row, plan }, chosen }: Ready) => ({
  kind,
  subjectId: plan.id,
  sha256: chosen.sha256,
  environment: plan.environment,
  size: chosen.rows,
  authorId: row.createdById,
  makers: await makersOf(tx, row.id),
})

type Start = { ready: Ready; approval: { approvalId: bigint | null; approvers: readonly string[] }; reason: string; scheduleId: bigint | null }

/** The import with its run and its row in the audit. */
async function write(tx: Tx, who: Principal, { ready, approval, reason, scheduleId }: Start, origin: Partial<Origin>): Promise<ImportStarted> {
  const { draft, chosen } = ready
  const { row, plan } = draft
  const { environment, id: planId, sha256 } = plan
  const title = { environment: environment.name, plan: planId, rows: chosen.rows }
  const keywords = [environment.name, planId, ...chosen.selection.tables, ...plan.files.map(({ name }) => name)].join(' ').slice(0, 500)
  const run = await createRun(tx, { job: importJob, payload: {}, title, keywords, by: who, ...origin })
  const about = { planId: row.id, runId: BigInt(run.id), environment, sha256, selection: chosen.selection, selectionSha256: chosen.sha256 }
  const from = { approvalId: approval.approvalId, scheduleId, undoOfId: row.undoOfId, createdById: who.userId, createdAt: await databaseNow(tx) }
  const id = String(await insertImport(tx, { ...about, ...from }))
  const detail = {
    environment: environment.name,
    sha256,
    tables: chosen.selection.tables,
    deletes: chosen.selection.deletes,
    rows: chosen.rows,
    approvers: approval.approvers,
    reason,
    ...(scheduleId === null ? {} : { schedule: String(scheduleId) }),
  }
  await recordAudit(tx, { who, action: kind, object: `import:${id}`, planId, runId: run.id, detail, ...origin })
  return { import: { id }, run: { id: run.id, state: run.state } }
}

async function start(tx: Tx, who: Principal, id: string, request: ApplyRequest, origin: Origin, scheduleId: bigint | null): Promise<ImportStarted | Refusal> {
  const ready = await readyOf(tx, who, id, request, origin)
  const approval = ready instanceof Refusal ? ready : await takeApproval(tx, await matterOf(tx, ready), who, origin)
  if (!(ready instanceof Refusal) && !(approval instanceof Refusal)) {
    const started = await write(tx, who, { ready, approval, reason: request.reason, scheduleId }, origin)
    await voidApprovals(tx, { kind, subjectId: id }, 'plan_applied', who, origin)
    return started
  }
  const refusal = ready instanceof Refusal ? ready : (approval as Refusal)
  // Where this person may not write is in the audit already.
  if (refusal.code !== 'not_found' && refusal.code !== 'environment_forbidden') {
    await recordAudit(tx, { who, action: kind, object: `plan:${id}`, planId: id, outcome: 'refused', detail: { code: refusal.code }, ...origin })
  }
  return refusal
}

/**
 * Applies a plan as a run: the import, the run, the use of the approval and the row in the audit are written together or not at all.
 * Refuses environment_gone, environment_forbidden, plan_already_applied, plan_expired, plan_not_ready, plan_digest_differs,
 * plan_table_unknown, table_has_errors, nothing_selected, deletes_need_name, confirmation_missing, confirmation_differs and what
 * takeApproval refuses. Refusals are audited.
 */
export const startImport = (who: Principal, id: string, request: ApplyRequest, origin: Origin): Promise<ImportStarted | Refusal> =>
  transact((tx) => start(tx, who, id, request, origin, null), 'ReadCommitted')

const importPayload = applyRequest.extend({ plan: z.string().regex(/^[1-9]\d{0,18}$/) })
type ImportPayload = z.infer<typeof importPayload>

/**
 * Until when what somebody agreed to, or may still agree to, holds: a schedule without any hope of it is none. Null where nobody has to
 * agree.
 */
async function consentUntil(tx: Tx, who: Principal, ready: Ready): Promise<Date | Refusal | null> {
  const matter = await matterOf(tx, ready)
  const required = await requiredApprovals(matter, tx)
  if (required === 0) return null
  const latest = await latestApproval(who, matter)
  if (!latest || latest.sha256 !== matter.sha256) return refuse('approval_missing', 409, { required })
  if (latest.state !== 'pending' && latest.state !== 'approved') return refuse(`approval_${latest.state}`, 409)
  const applier = matter.makers.includes(who.userId) ? who.userId : null
  const fault = latest.state === 'approved' ? await stillStands(tx, BigInt(latest.id), applier) : null
  return fault ?? new Date(latest.expiresAt)
}

/** What it needs and how long each of that holds. */
const lastingOf = ({ draft }: Ready, consent: Date | null) => [
  ...(draft.row.expiresAt ? [{ of: 'plan' as const, until: draft.row.expiresAt }] : []),
  ...(consent ? [{ of: 'approval' as const, until: consent }] : []),
]

/**
 * Apply at a time: everything is looked at when the schedule is made, the typed confirmation too, and everything again at its time. The
 * approval has to be given, or at least be asked for, when it is made, and has to hold at its time.
 */
export const importAct: ScheduledAct<ImportPayload> = {
  act: 'datasheets.import',
  permission: 'datasheets.import',
  payload: importPayload,
  // A plan is applied once.
  onceOnly: true,
  prepare: (who, payload, origin) =>
    transact(async (tx) => {
      const { plan: id, ...request } = payload
      const ready = await readyOf(tx, who, id, request, origin)
      if (ready instanceof Refusal) return ready
      const consent = await consentUntil(tx, who, ready)
      if (consent instanceof Refusal) return consent
      const { environment } = ready.draft.plan
      const title = { environment: environment.name, plan: id, rows: ready.chosen.rows }
      return { title, environment, payload, lasting: lastingOf(ready, consent) }
    }, 'ReadCommitted'),
  start: async (tx, by, { plan: id, ...request }, { scheduleId }) => {
    const started = await start(tx, by, id, request, { ip: '', requestId: '' }, scheduleId)
    return started instanceof Refusal ? started : { runId: BigInt(started.run.id) }
  },
  agreed: (tx, { plan }) => agreedTo(tx, { kind, subjectId: plan }),
}
