import { decidingRoles, type StoredState } from '#core/approvals/rules.ts'
import { bigintId } from '#core/shared/ids.ts'
import { sortingOf } from '#core/shared/paging.ts'
import { type EnvironmentKind, may, type Principal } from '#core/shared/permissions.ts'
import { type ApprovalKind, type ApprovalQuery, type ApprovalState, approvalSorts } from '#features/approvals/schema.ts'
import { atOneMoment, db, type Tx } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'

const person = { select: { id: true, name: true } }
const whole = {
  include: { requestedBy: person, decisions: { orderBy: { id: 'asc' }, include: { person } }, review: { include: { reviewedBy: person } } },
} as const satisfies Prisma.ApprovalDefaultArgs
type Row = Prisma.ApprovalGetPayload<typeof whole>
/** With the author's name and the environment's kind as it is now. */
export type ApprovalRow = Row & { author: { id: string; name: string }; kindNow: string | null }

const kinds: readonly EnvironmentKind[] = ['test', 'production']

async function complete(tx: Tx, rows: readonly Row[]): Promise<ApprovalRow[]> {
  if (!rows.length) return []
  const authors = [...new Set(rows.map(({ authorId }) => authorId))]
  const places = [...new Set(rows.flatMap(({ environmentId }) => environmentId ?? []))]
  const [people, environments] = await Promise.all([
    tx.user.findMany({ where: { id: { in: authors } }, select: { id: true, name: true } }),
    tx.environment.findMany({ where: { id: { in: places } }, select: { id: true, kind: true } }),
  ])
  return rows.map((row) => ({
    ...row,
    author: people.find(({ id }) => id === row.authorId) ?? { id: row.authorId, name: row.authorId },
    kindNow: environments.find(({ id }) => id === row.environmentId)?.kind ?? null,
  }))
}

const open: StoredState[] = ['pending', 'approved']

function whereOfState(state: ApprovalState | undefined, now: Date): Prisma.ApprovalWhereInput {
  if (state === undefined) return {}
  if (state === 'expired') return { state: { in: open }, expiresAt: { lte: now } }
  return state === 'pending' || state === 'approved' ? { state, expiresAt: { gt: now } } : { state }
}

/** Where this person may decide: by what the environment was when it was asked, and by what it is now. */
async function decidable(who: Principal): Promise<Prisma.ApprovalWhereInput> {
  const places = kinds.filter((kind) => may(who, 'plans.approve', kind))
  const anywhere = may(who, 'plans.approve') ? [{ environmentKind: null }] : []
  const asked = { OR: [{ environmentKind: { in: places } }, ...anywhere] }
  if (places.includes('production')) return asked
  const live = await db.environment.findMany({ where: { kind: 'production' }, select: { id: true } })
  return { AND: [asked, { OR: [{ environmentId: null }, { environmentId: { notIn: live.map(({ id }) => id) } }] }] }
}

/** Waiting for this person: open, of somebody else, where the person may decide, and not agreed to yet. */
async function whereOfInbox(who: Principal, now: Date): Promise<Prisma.ApprovalWhereInput> {
  return {
    state: 'pending',
    expiresAt: { gt: now },
    authorId: { not: who.userId },
    requestedById: { not: who.userId },
    ...(await decidable(who)),
    decisions: { none: { personId: who.userId, verdict: 'approve' } },
  }
}

const ofMine = (who: Principal): Prisma.ApprovalWhereInput => ({ OR: [{ authorId: who.userId }, { requestedById: who.userId }] })
const unreviewed: Prisma.ApprovalWhereInput = { review: { is: { reviewedAt: null } } }
const ofOthers = (who: Principal): Prisma.ApprovalWhereInput => ({
  authorId: { not: who.userId },
  requestedById: { not: who.userId },
  decisions: { none: { personId: who.userId, verdict: 'break_glass' } },
})

async function whereOfBox(who: Principal, box: ApprovalQuery['box'], now: Date): Promise<Prisma.ApprovalWhereInput> {
  if (box === 'inbox') return whereOfInbox(who, now)
  if (box === 'mine') return ofMine(who)
  return box === 'review' ? unreviewed : {}
}

function orderOf(sort: string | undefined): Prisma.ApprovalOrderByWithRelationInput[] {
  const { column, direction } = sortingOf(sort, approvalSorts, '-requestedAt')
  return [{ [column]: direction }, { id: direction }]
}

export async function pageOfApprovals(who: Principal, query: ApprovalQuery, now: Date): Promise<{ rows: ApprovalRow[]; total: number }> {
  const { page, pageSize, sort, state, kind, subject, box } = query
  const only = { ...(kind ? { kind } : {}), ...(subject ? { subjectId: subject } : {}) }
  const where = { AND: [only, whereOfState(state, now), await whereOfBox(who, box, now)] }
  return atOneMoment(async (tx) => {
    const rows = await tx.approval.findMany({ where, ...whole, orderBy: orderOf(sort), skip: (page - 1) * pageSize, take: pageSize })
    return { rows: await complete(tx, rows), total: await tx.approval.count({ where }) }
  })
}

/** How much waits for this person: decisions, and broken glass of others that nobody has looked at. */
export async function countApprovals(who: Principal, now: Date): Promise<{ inbox: number; reviews: number }> {
  if (!may(who, 'plans.approve')) return { inbox: 0, reviews: 0 }
  const [inbox, reviews] = await Promise.all([
    db.approval.count({ where: await whereOfInbox(who, now) }),
    db.approval.count({ where: { AND: [unreviewed, ofOthers(who), await decidable(who)] } }),
  ])
  return { inbox, reviews }
}

const completed = (find: (tx: Tx) => Promise<Row | null>, within?: Tx): Promise<ApprovalRow | null> =>
  atOneMoment(async (tx) => {
    const row = await find(tx)
    return row ? ((await complete(tx, [row]))[0] ?? null) : null
  }, within)

export async function findApproval(id: string, within?: Tx): Promise<ApprovalRow | null> {
  const number = bigintId(id)
  return number === null ? null : completed((tx) => tx.approval.findUnique({ where: { id: number }, ...whole }), within)
}

export const findLatest = (kind: ApprovalKind, subjectId: string): Promise<ApprovalRow | null> =>
  completed((tx) => tx.approval.findFirst({ where: { kind, subjectId }, ...whole, orderBy: { id: 'desc' } }))

/** Ids of the people who may decide and can sign in, without those named. */
export async function deciders(tx: Tx, kind: EnvironmentKind | null, except: readonly string[]): Promise<string[]> {
  const where = { role: { in: decidingRoles(kind) }, disabledAt: null, id: { notIn: [...except] } }
  const rows = await tx.user.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } })
  return rows.map(({ id }) => id)
}
