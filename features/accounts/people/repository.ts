import { randomUUID } from 'node:crypto'
import { sortingOf } from '#core/shared/paging.ts'
import { type Role, roles } from '#core/shared/permissions.ts'
import { type Person, type PersonPage, type PersonQuery, type PersonState, personSorts } from '#features/accounts/people/schema.ts'
import { asTyped, db, type Tx } from '#server/database.ts'
import { env } from '#server/env.ts'
import { Prisma } from '#server/generated/prisma/client.ts'
import { inOrder } from '#server/http/export.ts'

const working = (now: Date) => ({ expiresAt: { gt: now }, seenAt: { gt: new Date(now.getTime() - env.SESSION_IDLE_MINUTES * 60_000) } })
const withState = (now: Date) =>
  ({
    accounts: { select: { id: true }, where: { providerId: 'credential', password: { not: null } } },
    secondFactor: { select: { confirmedAt: true } },
    _count: { select: { sessions: { where: working(now) } } },
  }) satisfies Prisma.UserInclude

type Row = Prisma.UserGetPayload<{ include: ReturnType<typeof withState> }>

function stateOf(row: Row): PersonState {
  if (row.disabledAt) return 'disabled'
  return row.accounts.length ? 'active' : 'invited'
}

const toPerson = (row: Row): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: roles.find((role) => role === row.role) ?? 'viewer',
  state: stateOf(row),
  secondFactor: Boolean(row.secondFactor?.confirmedAt),
  sessions: row._count.sessions,
  seenAt: row.seenAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})

const hasPassword = { some: { providerId: 'credential', password: { not: null } } }
const states: Record<PersonState, Prisma.UserWhereInput> = {
  active: { disabledAt: null, accounts: hasPassword },
  invited: { disabledAt: null, NOT: { accounts: hasPassword } },
  disabled: { disabledAt: { not: null } },
}

type Filter = Omit<PersonQuery, 'page' | 'pageSize'>

function whereOf({ q, role, state }: Filter): Prisma.UserWhereInput {
  return {
    ...(q ? { OR: [{ name: { contains: asTyped(q) } }, { email: { contains: asTyped(q) } }] } : {}),
    ...(role ? { role } : {}),
    ...(state ? { AND: [states[state]] } : {}),
  }
}

function orderOf(sort: string | undefined): Prisma.UserOrderByWithRelationInput[] {
  const { column, direction } = sortingOf(sort, personSorts, 'name')
  return [{ [column]: direction }, { id: direction }]
}

export async function listPeople(query: PersonQuery, now: Date): Promise<PersonPage> {
  const where = whereOf(query)
  const { page, pageSize } = query
  const [rows, total] = await Promise.all([
    db.user.findMany({ where, include: withState(now), orderBy: orderOf(query.sort), skip: (page - 1) * pageSize, take: pageSize }),
    db.user.count({ where }),
  ])
  return { items: rows.map(toPerson), total, page, pageSize, countedAt: now.toISOString() }
}

/** Ids of all that the filters find, in the order of the list. */
export async function listPersonIds(filter: Filter): Promise<string[]> {
  const rows = await db.user.findMany({ where: whereOf(filter), orderBy: orderOf(filter.sort), select: { id: true } })
  return rows.map(({ id }) => id)
}

/** People by id, in the order of the ids given. */
export async function listPeopleByIds(ids: readonly string[], now: Date): Promise<Person[]> {
  const rows = await db.user.findMany({ where: { id: { in: [...ids] } }, include: withState(now) })
  return inOrder(ids, rows, ({ id }) => id).map(toPerson)
}

export async function findPerson(tx: Tx, which: { id: string } | { email: string }, now: Date): Promise<Person | null> {
  const row = await tx.user.findUnique({ where: which, include: withState(now) })
  return row && toPerson(row)
}

/** A person without a password, who cannot sign in before the invitation is accepted. Null when the e-mail is taken meanwhile. */
export async function insertInvited(tx: Tx, row: { email: string; name: string; role: Role }): Promise<string | null> {
  const id = randomUUID()
  try {
    await tx.user.create({ data: { id, ...row, emailVerified: true } })
    return id
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return null
    throw error
  }
}

export async function updatePerson(tx: Tx, id: string, change: { role?: Role | undefined; disabledAt?: Date | null }): Promise<void> {
  const { role, disabledAt } = change
  await tx.user.update({ where: { id }, data: { ...(role ? { role } : {}), ...(disabledAt === undefined ? {} : { disabledAt }) } })
}

export async function revokeAllTokens(tx: Tx, userId: string, now: Date): Promise<number> {
  return (await tx.apiToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } })).count
}

/** Administrators who can act, held until the transaction ends: two who demote each other wait for one another. */
export async function lockAdministrators(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM accounts_user WHERE role = 'administrator' AND disabledAt IS NULL ORDER BY id FOR UPDATE`
  return rows.map(({ id }) => id)
}
