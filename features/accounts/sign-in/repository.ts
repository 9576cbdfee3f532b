import { afterFailure, type Guard, type Patience, waitOf, withoutOne } from '#core/accounts/lockout.ts'
import { db, type Tx } from '#server/database.ts'
import type { User } from '#server/generated/prisma/client.ts'
import { sha256 } from '#server/secrets.ts'

/** One account from one place; the key says neither in clear. */
export type Gate = { key: string; patience: Patience }

export const gateKey = (account: string, place: string): string => sha256(`${account}\n${place}`)

/** The person and the digest of the password, in two queries whether or not there is such a person. */
export async function findCredential(email: string): Promise<{ user: User; digest: string } | null> {
  const user = await db.user.findUnique({ where: { email } })
  const account = await db.account.findFirst({ where: { userId: user?.id ?? '', providerId: 'credential' } })
  return user && account?.password ? { user, digest: account.password } : null
}

/** Outside of the transaction that locks: an insert of what is there holds a shared lock, and two such wait for each other for ever. */
async function ensureGuards(gates: readonly Gate[], now: Date): Promise<void> {
  for (const { key } of gates) await db.$executeRaw`INSERT IGNORE INTO accounts_sign_in_guard (\`key\`, failures, lastFailureAt) VALUES (${key}, 0, ${now})`
}

async function lockGuard(tx: Tx, key: string, now: Date): Promise<Guard> {
  const rows = await tx.$queryRaw<Guard[]>`SELECT failures, lastFailureAt, lockedUntil FROM accounts_sign_in_guard WHERE \`key\` = ${key} FOR UPDATE`
  return rows[0] ?? { failures: 0, lastFailureAt: now, lockedUntil: null }
}

/**
 * Counts a try at every gate before it is known whether it is right, so that many at once are not tried for the price of
 * one. Gives the milliseconds to wait when a gate is closed (nothing is counted then), else 0.
 */
export async function chargeGates(gates: readonly Gate[], now: Date): Promise<number> {
  await ensureGuards(gates, now)
  return db.$transaction(async (tx) => {
    const held: { gate: Gate; guard: Guard }[] = []
    for (const gate of gates) held.push({ gate, guard: await lockGuard(tx, gate.key, now) })
    const waitMs = Math.max(0, ...held.map(({ guard }) => waitOf(guard, now)))
    if (waitMs > 0) return waitMs
    for (const { gate, guard } of held) await tx.signInGuard.update({ where: { key: gate.key }, data: afterFailure(guard, now, gate.patience) })
    return 0
  })
}

/** Takes the charge back: the try was no failure, but no success either. */
export async function refundGates(gates: readonly Gate[], now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    for (const { key, patience } of gates) await tx.signInGuard.update({ where: { key }, data: withoutOne(await lockGuard(tx, key, now), patience) })
  })
}

/** Forgets the failures of one place and remembers that it has a right sign-in behind it. */
export async function openGate(tx: Tx, key: string, now: Date): Promise<void> {
  const data = { failures: 0, lockedUntil: null, succeededAt: now, lastFailureAt: now }
  await tx.signInGuard.upsert({ where: { key }, create: { key, ...data }, update: data })
}

export async function hasSucceededSince(key: string, since: Date): Promise<boolean> {
  return (await db.signInGuard.count({ where: { key, succeededAt: { gt: since } } })) > 0
}

/** Guards that nobody touched for so long say nothing any more; names that never existed leave such. */
export async function forgetGuards(before: Date): Promise<void> {
  await db.signInGuard.deleteMany({ where: { lastFailureAt: { lt: before } } })
}

/** What a new session knows: our idea of the address, never a header's that the caller wrote. */
export async function stampSession(tx: Tx, id: string, facts: { ip: string; now: Date }): Promise<void> {
  await tx.session.updateMany({ where: { id }, data: { ipAddress: facts.ip.slice(0, 64), seenAt: facts.now, provedAt: facts.now } })
}

/** Signing in is an act, too: who did is seen in the list of people. */
export async function userWasSeen(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE accounts_user SET seenAt = ${now} WHERE id = ${userId}`
}

export async function sessionWasProved(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.session.updateMany({ where: { id }, data: { provedAt: now } })
}
