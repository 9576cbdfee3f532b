import { reviewFault } from '#core/approvals/rules.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { findApproval } from '#features/approvals/listing/repository.ts'
import { toApproval } from '#features/approvals/listing/service.ts'
import * as repository from '#features/approvals/repository.ts'
import type { Approval, ReviewRequest } from '#features/approvals/schema.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { type Tx, transact } from '#server/database.ts'

type Origin = { ip: string; requestId: string }

async function review(tx: Tx, who: Principal, held: repository.Held, note: string, origin: Origin): Promise<Refusal | null> {
  const owed = await repository.lockReview(tx, held.id)
  if (!owed) return refuse('review_none', 409)
  const fault = reviewFault(who, repository.matterOf(held), await repository.saidOf(tx, held.id), owed.reviewed)
  const act = { who, action: 'approvals.review', object: `approval:${held.id}`, ...origin }
  if (fault) {
    await recordAudit(tx, { ...act, outcome: 'refused', detail: { code: fault.code } })
    return fault
  }
  await repository.closeReview(tx, held.id, { reviewedById: who.userId, note }, held.now)
  await recordAudit(tx, { ...act, detail: { kind: held.kind, subject: held.subjectId, sha256: held.sha256, note } })
  return null
}

/** Another person looked at what was done without one. Refuses review_none, review_own, review_done and forbidden; audited either way. */
export async function reviewApproval(who: Principal, id: string, { note }: ReviewRequest, origin: Origin): Promise<Approval | Refusal> {
  const seen = await findApproval(id)
  if (!seen) return refuse('not_found', 404)
  return transact(async (tx) => {
    const held = await repository.lockApproval(tx, seen.id)
    const fault = held ? await review(tx, who, held, note, origin) : refuse('not_found', 404)
    if (fault || !held) return fault ?? refuse('not_found', 404)
    const row = await findApproval(id, tx)
    return row ? toApproval(who, row, held.now) : refuse('not_found', 404)
  }, 'ReadCommitted')
}
