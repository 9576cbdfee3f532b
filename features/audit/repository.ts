import type { Principal } from '#core/shared/permissions.ts'
import type { Tx } from '#server/database.ts'

export type AuditActor = Pick<Principal, 'userId' | 'name' | 'via'> | null

/** One act, to be written in the transaction that does it. `detail` is small and holds no secret. */
export type AuditAct = {
  who: AuditActor
  action: string
  object?: string
  outcome?: 'done' | 'refused'
  ip?: string
  requestId?: string
  detail?: Record<string, string | number | boolean | null>
}

/** Appends to the audit; the row stands or falls with the caller's transaction. */
export async function recordAudit(tx: Tx, act: AuditAct): Promise<void> {
  const { who, action, object, outcome = 'done', ip, requestId, detail } = act
  await tx.auditEntry.create({
    data: {
      at: new Date(),
      userId: who?.userId ?? null,
      userName: who?.name ?? 'system',
      via: who?.via ?? 'system',
      action,
      object: object ?? null,
      outcome,
      ip: ip ?? null,
      requestId: requestId ?? null,
      ...(detail ? { detail } : {}),
    },
  })
}
