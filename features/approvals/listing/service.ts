import { type Matter, reviewFault, type Said, type StateNow, stateAt, verdictFault } from '#core/approvals/rules.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { type ApprovalRow, countApprovals, findApproval, findLatest, pageOfApprovals } from '#features/approvals/listing/repository.ts'
import { matterOf, storedOf } from '#features/approvals/repository.ts'
import { type Approval, type ApprovalCounts, type ApprovalKind, type ApprovalPage, type ApprovalQuery, approval, verdicts } from '#features/approvals/schema.ts'
import { hrefOf } from '#features/approvals/view.ts'
import { databaseNow } from '#features/runs/repository.ts'

const shape = approval.pick({ kind: true, title: true, selection: true })
const decisionsShape = approval.shape.decisions

const toReview = (review: NonNullable<ApprovalRow['review']>): Approval['review'] => ({
  dueAt: review.dueAt.toISOString(),
  reviewedBy: review.reviewedBy,
  reviewedAt: review.reviewedAt?.toISOString() ?? null,
  note: review.note,
})

const decisionsOf = (row: ApprovalRow): Approval['decisions'] =>
  decisionsShape.parse(
    row.decisions.map(({ id, person, verdict, comment, createdAt }) => ({ id: String(id), person, verdict, comment, createdAt: createdAt.toISOString() })),
  )

type Open = { matter: Matter; state: StateNow; said: Said[]; review: ApprovalRow['review'] }

/** What the reader may do now, and why not decide. */
function standOf(who: Principal, { matter, state, said, review }: Open): Pick<Approval, 'mayDecide' | 'refusal' | 'acts'> {
  const refusal = verdictFault(who, 'approve', matter, state, said)
  const open = verdicts.filter((verdict) => verdictFault(who, verdict, matter, state, said) === null)
  const reviews = review !== null && reviewFault(who, matter, said, review.reviewedAt !== null) === null
  return { mayDecide: refusal === null, refusal: refusal?.code ?? null, acts: [...open, ...(reviews ? (['review'] as const) : [])] }
}

/** A row as this person sees it at this time. */
export function toApproval(who: Principal, row: ApprovalRow, now: Date): Approval {
  const stored = storedOf(row)
  const matter = matterOf(stored)
  const state = stateAt(stored, now)
  const decisions = decisionsOf(row)
  const said = decisions.map(({ person, verdict }) => ({ personId: person.id, verdict }))
  const { kind, title, selection } = shape.parse(row)
  const { environmentId, environment } = row
  return {
    id: String(row.id),
    kind,
    subject: row.subjectId,
    sha256: row.sha256,
    environment: environmentId !== null && environment !== null && matter.kind ? { id: environmentId, name: environment, kind: matter.kind } : null,
    size: row.size,
    title,
    selection,
    href: hrefOf[kind](row.subjectId),
    required: row.required,
    state,
    voidReason: row.voidReason,
    author: row.author,
    requestedBy: row.requestedBy,
    reason: row.reason,
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    usedAt: row.usedAt?.toISOString() ?? null,
    decisions,
    review: row.review && toReview(row.review),
    ...standOf(who, { matter, state, said, review: row.review }),
  }
}

export async function listApprovals(who: Principal, query: ApprovalQuery): Promise<ApprovalPage> {
  const now = await databaseNow()
  const { rows, total } = await pageOfApprovals(who, query, now)
  return { items: rows.map((row) => toApproval(who, row, now)), total, page: query.page, pageSize: query.pageSize, countedAt: now.toISOString() }
}

export const countWaiting = async (who: Principal): Promise<ApprovalCounts> => countApprovals(who, await databaseNow())

export async function loadApproval(who: Principal, id: string): Promise<Approval | Refusal> {
  const [row, now] = await Promise.all([findApproval(id), databaseNow()])
  return row ? toApproval(who, row, now) : refuse('not_found', 404)
}

/** The newest request about a subject; null when nobody ever asked. */
export async function loadLatest(who: Principal, { kind, subjectId }: { kind: ApprovalKind; subjectId: string }): Promise<Approval | null> {
  const [row, now] = await Promise.all([findLatest(kind, subjectId), databaseNow()])
  return row ? toApproval(who, row, now) : null
}
