import { randomUUID } from 'node:crypto'
import { db, type Tx } from '#server/database.ts'

/** `invitation` gives a first password, `reset` another one in place of a forgotten one. */
export type LinkPurpose = 'invitation' | 'reset'
export type Linked = { userId: string; name: string; email: string; purpose: LinkPurpose }

const purposeOf = (text: string): LinkPurpose => (text === 'reset' ? 'reset' : 'invitation')

/** Links that were not used work no more. */
export async function endLinks(tx: Tx, userId: string): Promise<void> {
  await tx.invitation.deleteMany({ where: { userId, usedAt: null } })
}

/** A new link in place of all earlier ones of the person. */
export async function insertLink(tx: Tx, row: { hash: string; purpose: LinkPurpose; userId: string; createdById: string; expiresAt: Date }): Promise<void> {
  await endLinks(tx, row.userId)
  await tx.invitation.create({ data: row })
}

/** Whom a link is for that still works; nothing is used up. */
export async function findLinked(hash: string, now: Date, tx: Tx = db): Promise<Linked | null> {
  const where = { hash, usedAt: null, expiresAt: { gt: now }, user: { disabledAt: null } }
  const row = await tx.invitation.findFirst({ where, include: { user: { include: { accounts: { where: { providerId: 'credential' } } } } } })
  if (!row) return null
  const purpose = purposeOf(row.purpose)
  // An invitation is for who has no password yet, a reset for who has one.
  if ((purpose === 'reset') !== row.user.accounts.length > 0) return null
  return { userId: row.userId, name: row.user.name, email: row.user.email, purpose }
}

/** Takes a link that still works, once; null for every other one. */
export async function takeLink(tx: Tx, hash: string, now: Date): Promise<Linked | null> {
  const linked = await findLinked(hash, now, tx)
  if (!linked) return null
  const { count } = await tx.invitation.updateMany({ where: { hash, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } })
  return count === 1 ? linked : null
}

/** The first password of an invited person, and the name that he chose. */
export async function givePassword(tx: Tx, userId: string, passwordHash: string, name: string | undefined): Promise<void> {
  await tx.account.create({ data: { id: randomUUID(), accountId: userId, providerId: 'credential', userId, password: passwordHash } })
  if (name !== undefined) await tx.user.update({ where: { id: userId }, data: { name } })
}

/** Another password in place of the one before, which works no more; a one-time password is none any more. */
export async function replacePassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await tx.account.updateMany({ where: { userId, providerId: 'credential' }, data: { password: passwordHash } })
  await tx.user.update({ where: { id: userId }, data: { mustChangePassword: false } })
}
