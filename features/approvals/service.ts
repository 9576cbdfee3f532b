import { approvalHours, requiredFor } from '#core/approvals/policy.ts'
import { agreed, closedFault, type Said, standing, stateAt, verdictFault } from '#core/approvals/rules.ts'
import type { EnvironmentKind, Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { deciders, findApproval } from '#features/approvals/listing/repository.ts'
import { loadLatest, toApproval } from '#features/approvals/listing/service.ts'
import * as repository from '#features/approvals/repository.ts'
import type { Approval, ApprovalKind, DecisionRequest } from '#features/approvals/schema.ts'
import { hrefOf } from '#features/approvals/view.ts'
import { type AuditActor, recordAudit } from '#features/audit/repository.ts'
import { announce, mailTo } from '#features/notices/service.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { db, type Tx, transact } from '#server/database.ts'

type Origin = { ip: string; requestId: string }
type Place = { id: string; kind: EnvironmentKind }
type Subject = { kind: ApprovalKind; subjectId: string }
type Title = Record<string, string | number>

export type ApprovalRequest = Subject & {
  /** Over exactly what would be done. */
  sha256: string
  selection: Record<string, unknown>
  environment: Place & { name: string }
  /** Rows, or devices. */
  size: number
  /** Parameters of `approvals.kinds.<kind>.title`. Of an import: `first` (the file; empty where there is none), `more` and `plan`. */
  title: Title
  authorId: string
  reason: string
  /** Left out: who asks. The author, where somebody agrees before anybody asked. */
  requestedById?: string
}

/** How many other people have to agree before it may be done, 0..3; production is never below 1. */
export const requiredApprovals = async ({ kind, environment, size }: { kind: ApprovalKind; environment: Place; size: number }, tx: Tx = db): Promise<number> =>
  requiredFor(await repository.listRules(tx), { kind, environment, size })

const objectOf = (id: bigint): string => `approval:${id}`
/** What mails call it: a file, or the number of the plan where there is none. */
const aboutOf = (title: Title, subject: string): string =>
  String(title.first || `#${subject}`)
    .slice(0, 200)
    .toWellFormed()

async function close(tx: Tx, held: repository.Held, why: string, who: AuditActor, origin: Partial<Origin>): Promise<void> {
  await repository.updateApproval(tx, held.id, { state: 'void', voidReason: why, decidedAt: held.now })
  const detail = { kind: held.kind, subject: held.subjectId, sha256: held.sha256, why }
  await recordAudit(tx, { who, action: 'approvals.void', object: objectOf(held.id), detail, ...origin })
}

const isOpen = (held: repository.Held): boolean => closedFault(stateAt(held, held.now)) === null

/** Why an open request cannot go on as it is; null when it can. */
async function outdated(tx: Tx, held: repository.Held, { sha256, environment, authorId }: ApprovalRequest, required: number): Promise<string | null> {
  if (held.sha256 !== sha256 || held.environmentId !== environment.id || held.authorId !== authorId) return 'changed'
  if (held.required < required) return 'policy_changed'
  if (held.state === 'pending') return null
  const stands = await standingOf(tx, held, held.required)
  return stands instanceof Refusal ? 'approver_lost' : null
}

async function standingOf(tx: Tx, held: repository.Held, required: number, applier: string | null = null): Promise<string[] | Refusal> {
  const said = await repository.saidOf(tx, held.id)
  const people = await repository.peopleNow(tx, [...new Set(said.map(({ personId }) => personId))])
  return standing(repository.matterOf(held), said, people, required, applier)
}

/**
 * Asks for the agreement of others, for 24 hours. Open requests of the subject about anything else become void; an open one about
 * exactly this is the answer. At least one person is asked for, also where none is needed. Tells all who may decide. The caller holds
 * the subject (its plan, say), so that two who ask at once do not both find nothing.
 */
export async function requestApproval(tx: Tx, request: ApprovalRequest, by: NonNullable<AuditActor>, origin: Origin): Promise<{ id: string } | Refusal> {
  const { kind, subjectId, sha256, environment, size, authorId, requestedById = by.userId, reason, title } = request
  const required = Math.max(1, await requiredApprovals(request, tx))
  for (const held of (await repository.lockSubject(tx, kind, subjectId)).filter(isOpen)) {
    const why = await outdated(tx, held, request, required)
    if (why === null) return { id: String(held.id) }
    await close(tx, held, why, by, origin)
  }
  const { selection } = request
  const row = {
    kind,
    subjectId,
    sha256,
    environment,
    size,
    required,
    title,
    selection,
    authorId,
    requestedById,
    reason: reason.slice(0, 1000),
    hours: approvalHours,
  }
  const id = await repository.insertApproval(tx, row, await databaseNow(tx))
  const detail = { kind, subject: subjectId, sha256, environment: environment.name, size, required, author: authorId, reason }
  await recordAudit(tx, { who: by, action: 'approvals.request', object: objectOf(id), detail, ...origin })
  const told = { event: 'approvals.requested', environmentId: environment.id, environment: environment.name } as const
  // Who asks in the author's name is about to decide: others need not come for it, unless one is not enough.
  const alone = requestedById !== by.userId && required === 1
  const userIds = alone ? [] : await deciders(tx, environment.kind, [authorId, requestedById, by.userId])
  await tell(tx, { ...told, userIds, person: by.name, note: reason, held: { id, kind, subjectId, sha256, size, title } })
  return { id: String(id) }
}

type News = {
  event: 'approvals.requested' | 'approvals.decided' | 'approvals.break_glass'
  environmentId: string | null
  environment: string | null
  userIds: readonly string[]
  person: string
  note: string
  outcome?: string
  held: Subject & { id: bigint; sha256: string; size: number; title: Title }
}

async function tell(tx: Tx, { event, environmentId, environment, userIds, person, note, outcome, held }: News): Promise<void> {
  const href = `/approvals/${held.id}`
  const { kind, subjectId, sha256, size, title } = held
  const facts = { approval: String(held.id), kind, subject: subjectId, sha256, size, title, person, note, href, subjectHref: hrefOf[kind](subjectId) }
  await announce(tx, { event, environmentId, body: { ...facts, ...(outcome ? { outcome } : {}) } })
  await mailTo(tx, { userIds, event, body: { href, about: aboutOf(title, subjectId), environment, person, note, ...(outcome ? { outcome } : {}) } })
}

/** What was agreed to changed: every open request of the subject ends. `why` is a message key of `approvals.void`. */
export async function voidApprovals(tx: Tx, { kind, subjectId }: Subject, why: string, by: AuditActor = null, origin: Partial<Origin> = {}): Promise<void> {
  for (const held of (await repository.lockSubject(tx, kind, subjectId)).filter(isOpen)) await close(tx, held, why, by, origin)
}

/** `makers`: whose content it is beside the author's, such as who sent the files. Who applies his own content needs somebody else's word. */
export type Use = Subject & { sha256: string; environment: Place; size: number; authorId: string; makers: readonly string[] }
export type Taken = { approvalId: bigint | null; approvers: readonly string[] }

/** The request that a use is about: of this digest the newest, else the newest of all. */
const wanted = (rows: readonly repository.Held[], sha256: string): repository.Held | null => rows.find((row) => row.sha256 === sha256) ?? rows[0] ?? null

/** Why the newest request does not allow it, whoever agreed. */
function boundFault(held: repository.Held, { sha256, environment, authorId }: Use): Refusal | null {
  const same = held.sha256 === sha256 && held.environmentId === environment.id && held.authorId === authorId
  return same ? closedFault(stateAt(held, held.now)) : refuse('approval_void', 409)
}

async function takeHeld(tx: Tx, held: repository.Held | null, use: Use, least: number, by: AuditActor): Promise<Taken | Refusal> {
  if (held === null) return refuse('approval_missing', 409, { required: least })
  const fault = boundFault(held, use)
  if (fault) return fault
  const required = Math.max(least, held.required)
  if (held.state === 'pending') {
    const said = await repository.saidOf(tx, held.id)
    return refuse('approval_pending', 409, { agreed: agreed(repository.matterOf(held), said).length, required })
  }
  // The caller has just looked what the environment is: it may have become production since it was asked.
  const kindNow = use.environment.kind === 'production' ? 'production' : held.kindNow
  const applier = by && use.makers.includes(by.userId) ? by.userId : null
  const approvers = await standingOf(tx, { ...held, kindNow }, required, applier)
  if (approvers instanceof Refusal) return approvers
  await repository.updateApproval(tx, held.id, { state: 'used', usedAt: held.now })
  return { approvalId: held.id, approvers }
}

/** Where nobody has to agree only a "no" stands in the way; an agreement that holds is used, a question left open is withdrawn. */
async function takeFreely(tx: Tx, held: repository.Held | null, use: Use, by: AuditActor, origin: Partial<Origin>): Promise<Taken | Refusal> {
  if (held?.sha256 === use.sha256 && held.state === 'rejected') return refuse('approval_rejected', 409)
  const taken = await takeHeld(tx, held, use, 0, by)
  if (!(taken instanceof Refusal)) return taken
  if (held && isOpen(held)) await close(tx, held, 'not_needed', by, origin)
  return { approvalId: null, approvers: [] }
}

/**
 * Uses the agreement on exactly this, once, in the transaction of what is done: the rows of the subject stay locked until its end. Roles
 * and accounts of all who agreed are looked at again as they are now; the word of `by`, who does it, does not count where the content is his own. Refuses
 * `approval_missing`, `approval_pending`, `approval_rejected`, `approval_expired`, `approval_void`, `approval_used`,
 * `approval_approver_lost`, `approval_applier`. A refusal is audited, too: return, do not throw.
 */
export async function takeApproval(tx: Tx, use: Use, by: AuditActor = null, origin: Partial<Origin> = {}): Promise<Taken | Refusal> {
  const required = await requiredApprovals(use, tx)
  const held = wanted(await repository.lockSubject(tx, use.kind, use.subjectId), use.sha256)
  const taken = required === 0 ? await takeFreely(tx, held, use, by, origin) : await takeHeld(tx, held, use, required, by)
  const facts = { kind: use.kind, subject: use.subjectId, sha256: use.sha256, required }
  const act = { who: by, action: 'approvals.use', object: held ? objectOf(held.id) : `${use.kind}:${use.subjectId}`, ...origin }
  if (taken instanceof Refusal) await recordAudit(tx, { ...act, outcome: 'refused', detail: { ...facts, code: taken.code } })
  // It is of no use any more to anybody: the subject can be asked about again.
  if (held && taken instanceof Refusal && taken.code === 'approval_approver_lost') await close(tx, held, 'approver_lost', by, origin)
  if (taken instanceof Refusal) return taken
  if (taken.approvalId !== null) await recordAudit(tx, { ...act, detail: { ...facts, approvers: taken.approvers } })
  return taken
}

/**
 * Why what was agreed to cannot begin any more, though the agreement was used for it: it may have waited. Refuses `approval_expired`,
 * `approval_rejected` of a newer request about the same subject, and what the people who agreed are not any more, without `applier`, who
 * does it with content of his own: `approval_approver_lost`, `approval_pending`, `approval_applier`. Null: it stands.
 */
export async function stillStands(tx: Tx, approvalId: bigint, applier: string | null): Promise<Refusal | null> {
  const subject = await repository.subjectOf(tx, approvalId)
  const rows = subject ? await repository.lockSubject(tx, subject.kind, subject.subjectId) : []
  const held = rows.find(({ id }) => id === approvalId)
  if (!held || held.now >= held.expiresAt) return refuse('approval_expired', 409)
  if (rows.some(({ id, state }) => id > approvalId && state === 'rejected')) return refuse('approval_rejected', 409)
  const stands = await standingOf(tx, held, held.required, applier)
  return stands instanceof Refusal ? stands : null
}

/** The newest request about a subject as this person sees it; null when nobody ever asked. */
export const latestApproval = (who: Principal, subject: Subject): Promise<Approval | null> => loadLatest(who, subject)

/** Those who said yes to the newest request about a subject, alone or with others, whatever became of it. */
export async function agreedTo(tx: Tx, { kind, subjectId }: Subject): Promise<string[]> {
  const latest = await repository.newestOf(tx, kind, subjectId)
  const said = latest === null ? [] : await repository.saidOf(tx, latest)
  return [...new Set(said.filter(({ verdict }) => verdict === 'approve' || verdict === 'break_glass').map(({ personId }) => personId))]
}

const actionOf = { approve: 'approvals.approve', reject: 'approvals.reject', comment: 'approvals.comment', break_glass: 'approvals.break_glass' } as const

/** What a verdict makes of the request; null when it leaves it as it is. */
function outcomeOf(held: repository.Held, { verdict }: DecisionRequest, said: readonly Said[]): 'approved' | 'rejected' | null {
  if (verdict === 'reject') return 'rejected'
  if (verdict === 'break_glass') return 'approved'
  return verdict === 'approve' && agreed(repository.matterOf(held), said).length >= held.required ? 'approved' : null
}

async function decide(tx: Tx, who: Principal, held: repository.Held, request: DecisionRequest, origin: Origin): Promise<Refusal | null> {
  const { verdict, comment } = request
  const said = await repository.saidOf(tx, held.id)
  const act = { who, action: actionOf[verdict], object: objectOf(held.id), ...origin }
  const facts = { kind: held.kind, subject: held.subjectId, sha256: held.sha256, environment: held.environment, size: held.size }
  const fault = verdictFault(who, verdict, repository.matterOf(held), stateAt(held, held.now), said)
  if (fault) {
    await recordAudit(tx, { ...act, outcome: 'refused', detail: { ...facts, code: fault.code } })
    return fault
  }
  await repository.insertDecision(tx, { approvalId: held.id, personId: who.userId, verdict, comment }, held.now)
  const outcome = outcomeOf(held, request, [...said, { personId: who.userId, verdict }])
  if (outcome) await repository.updateApproval(tx, held.id, { state: outcome, decidedAt: held.now })
  if (verdict === 'break_glass') await repository.insertReview(tx, held.id, new Date(held.now.getTime() + approvalHours * 3_600_000))
  await recordAudit(tx, { ...act, detail: { ...facts, comment, state: outcome ?? held.state } })
  if (outcome) await tellDecision(tx, who, held, request)
  return null
}

async function tellDecision(tx: Tx, who: Principal, held: repository.Held, { verdict, comment }: DecisionRequest): Promise<void> {
  const { environmentId, environment, authorId, requestedById } = held
  const news = { environmentId, environment, person: who.name, note: comment, held: { ...held, title: await repository.titleOf(tx, held.id) } }
  if (verdict === 'break_glass') {
    const userIds = await deciders(tx, repository.matterOf(held).kind, [who.userId])
    return tell(tx, { ...news, event: 'approvals.break_glass', userIds })
  }
  const userIds = [authorId, requestedById].filter((id) => id !== who.userId)
  await tell(tx, { ...news, event: 'approvals.decided', userIds, outcome: verdict })
}

/** Says something about a request. See `verdictFault` for what is refused; a refusal is audited as well. */
export async function decideApproval(who: Principal, id: string, request: DecisionRequest, origin: Origin): Promise<Approval | Refusal> {
  const seen = await findApproval(id)
  if (!seen) return refuse('not_found', 404)
  return transact(async (tx) => {
    const held = await repository.lockApproval(tx, seen.id)
    if (!held) return refuse('not_found', 404)
    const fault = await decide(tx, who, held, request, origin)
    if (fault) return fault
    const row = await findApproval(id, tx)
    return row ? toApproval(who, row, held.now) : refuse('not_found', 404)
  }, 'ReadCommitted')
}
