import { sortingOf } from '#core/shared/paging.ts'
import type { Permission } from '#core/shared/permissions.ts'
import { type Token, type TokenPage, type TokenQuery, tokenSorts } from '#features/accounts/schema.ts'
import { asTyped, db, type Tx } from '#server/database.ts'
import type { ApiToken, Prisma, User } from '#server/generated/prisma/client.ts'
import { inOrder } from '#server/http/export.ts'

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

type Filter = Omit<TokenQuery, 'page' | 'pageSize'>

function whereOf(userId: string, { q, state }: Filter): Prisma.ApiTokenWhereInput {
  return { userId, ...(q ? { name: { contains: asTyped(q) } } : {}), ...(state ? { revokedAt: state === 'active' ? null : { not: null } } : {}) }
}

function orderOf(sort: string | undefined): Prisma.ApiTokenOrderByWithRelationInput[] {
  const { column, direction } = sortingOf(sort, tokenSorts, '-createdAt')
  return [{ [column]: direction }, { id: direction }]
}

/** A person's tokens, the newest first unless the order says otherwise. */
export async function listTokens(userId: string, { page, pageSize, ...filter }: TokenQuery): Promise<TokenPage> {
  const where = whereOf(userId, filter)
  const [rows, total] = await Promise.all([
    db.apiToken.findMany({ where, orderBy: orderOf(filter.sort), skip: (page - 1) * pageSize, take: pageSize }),
    db.apiToken.count({ where }),
  ])
  return { items: rows.map(toToken), total, page, pageSize, countedAt: new Date().toISOString() }
}

/** Numbers of all that the filters find, in the order of the list. */
export async function listTokenIds(userId: string, filter: Filter): Promise<bigint[]> {
  const rows = await db.apiToken.findMany({ where: whereOf(userId, filter), orderBy: orderOf(filter.sort), select: { id: true } })
  return rows.map(({ id }) => id)
}

/** Tokens by number, in the order of the numbers given. */
export async function listTokensByIds(ids: readonly bigint[]): Promise<Token[]> {
  return inOrder(ids, await db.apiToken.findMany({ where: { id: { in: [...ids] } } }), ({ id }) => id).map(toToken)
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
