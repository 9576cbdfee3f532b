import type { Permission } from '#core/shared/permissions.ts'
import type { Token } from '#features/accounts/schema.ts'
import { db, type Tx } from '#server/database.ts'
import type { ApiToken, User } from '#server/generated/prisma/client.ts'

type Scope = Permission | 'all'

const toToken = (row: ApiToken): Token => ({
  id: String(row.id),
  name: row.name,
  hint: row.hint,
  scopes: row.scopes as Scope[],
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
})

export async function listTokens(userId: string): Promise<Token[]> {
  return (await db.apiToken.findMany({ where: { userId }, orderBy: { id: 'desc' }, take: 500 })).map(toToken)
}

export async function insertToken(
  tx: Tx,
  row: { userId: string; name: string; scopes: Scope[]; hash: string; hint: string; expiresAt?: Date },
): Promise<Token> {
  return toToken(await tx.apiToken.create({ data: { ...row, createdAt: new Date() } }))
}

/** False when the person has no such token that still works. */
export async function revokeToken(tx: Tx, userId: string, id: bigint): Promise<boolean> {
  const { count } = await tx.apiToken.updateMany({ where: { id, userId, revokedAt: null }, data: { revokedAt: new Date() } })
  return count === 1
}

export const findUserByEmail = (email: string): Promise<User | null> => db.user.findUnique({ where: { email } })

export const countUsers = (): Promise<number> => db.user.count()

/** A person with a password, in better-auth's layout. */
export async function insertUser(
  tx: Tx,
  row: { id: string; email: string; name: string; role: string; passwordHash: string; mustChangePassword: boolean },
): Promise<void> {
  const { id, email, name, role, passwordHash, mustChangePassword } = row
  const now = new Date()
  await tx.user.create({
    data: {
      id,
      email,
      name,
      role,
      mustChangePassword,
      emailVerified: true,
      createdAt: now,
      accounts: { create: { id, accountId: id, providerId: 'credential', password: passwordHash, createdAt: now } },
    },
  })
}

export async function passwordWasChanged(tx: Tx, userId: string): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { mustChangePassword: false } })
}
