import type { Session } from '#features/accounts/sessions/schema.ts'
import { db, type Tx } from '#server/database.ts'
import { env } from '#server/env.ts'

/** Sessions that still work, the newest first. */
export async function listSessions(userId: string, currentId: string | undefined, now: Date): Promise<Session[]> {
  const seenAt = { gt: new Date(now.getTime() - env.SESSION_IDLE_MINUTES * 60_000) }
  const rows = await db.session.findMany({ where: { userId, expiresAt: { gt: now }, seenAt }, orderBy: { seenAt: 'desc' }, take: 200 })
  return rows.map((row) => ({
    id: row.id,
    current: row.id === currentId,
    createdAt: row.createdAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    ip: row.ipAddress,
    userAgent: row.userAgent?.slice(0, 300) ?? null,
  }))
}

/** Ends sessions of a person at once: one of them, all, or all but one. Gives how many there were. */
export async function deleteSessions(tx: Tx, userId: string, which: { id?: string; except?: string | undefined } = {}): Promise<number> {
  const id = which.id ?? (which.except === undefined ? undefined : { not: which.except })
  const { count } = await tx.session.deleteMany({ where: { userId, ...(id === undefined ? {} : { id }) } })
  return count
}
