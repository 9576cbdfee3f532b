import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { deleteSessions, listSessions } from '#features/accounts/sessions/repository.ts'
import type { Session } from '#features/accounts/sessions/schema.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { db } from '#server/database.ts'

type Origin = { ip: string; requestId: string }

export const listOwnSessions = (who: Principal): Promise<Session[]> => listSessions(who.userId, who.session?.id, new Date())

export async function endOwnSession(who: Principal, id: string, origin: Origin): Promise<Refusal | undefined> {
  return db.$transaction(async (tx) => {
    if ((await deleteSessions(tx, who.userId, { id })) === 0) return refuse('not_found', 404)
    await recordAudit(tx, { who, action: 'session.end', object: `user:${who.userId}`, ...origin })
    return undefined
  })
}

/** Ends all sessions of the caller but the one that asks. */
export async function endOtherSessions(who: Principal, origin: Origin): Promise<void> {
  await db.$transaction(async (tx) => {
    const sessions = await deleteSessions(tx, who.userId, { except: who.session?.id })
    await recordAudit(tx, { who, action: 'session.end_others', object: `user:${who.userId}`, detail: { sessions }, ...origin })
  })
}
