import { z } from 'zod'
import type { Rule } from '#core/approvals/policy.ts'
import type { Matter, Present, Said, StoredState, Verdict } from '#core/approvals/rules.ts'
import { type EnvironmentKind, roles } from '#core/shared/permissions.ts'
import type { ApprovalKind } from '#features/approvals/schema.ts'
import { db, type Tx } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

const stored = z.object({
  id: z.bigint(),
  kind: z.enum(['datasheets.import']),
  subjectId: z.string(),
  sha256: z.string(),
  environmentId: z.string().nullable(),
  environment: z.string().nullable(),
  environmentKind: z.enum(['test', 'production']).nullable(),
  size: z.int(),
  required: z.int(),
  state: z.enum(['pending', 'approved', 'rejected', 'void', 'used']),
  authorId: z.string(),
  requestedById: z.string(),
  expiresAt: z.date(),
  /** The environment's kind as it is now; null when it is gone or there is none. */
  kindNow: z.enum(['test', 'production']).nullable(),
  now: z.date(),
})
/** A row under a lock, with the database's time: a snapshot that began before the lock would show what is no more. */
export type Held = z.infer<typeof stored>

const heldColumns = Prisma.sql`
  a.id, a.kind, a.subjectId, a.sha256, a.environmentId, a.environment, a.environmentKind, a.size, a.required, a.state, a.authorId, a.requestedById, a.expiresAt,
  (SELECT e.kind FROM environments_environment e WHERE e.id = a.environmentId) AS kindNow, UTC_TIMESTAMP(3) AS now`

const parsed = (rows: unknown): Held[] => z.array(stored.extend({ id: z.coerce.bigint(), size: z.coerce.number(), required: z.coerce.number() })).parse(rows)

/** What a request is about; null when there is none. */
export async function subjectOf(tx: Tx, id: bigint): Promise<{ kind: ApprovalKind; subjectId: string } | null> {
  const row = await tx.approval.findUnique({ where: { id }, select: { kind: true, subjectId: true } })
  return row && stored.pick({ kind: true, subjectId: true }).parse(row)
}

/** The newest request about a subject; null when nobody ever asked. */
export async function newestOf(tx: Tx, kind: ApprovalKind, subjectId: string): Promise<bigint | null> {
  return (await tx.approval.findFirst({ where: { kind, subjectId }, orderBy: { id: 'desc' }, select: { id: true } }))?.id ?? null
}

/** All requests about a subject, newest first, held until the transaction ends. */
export async function lockSubject(tx: Tx, kind: ApprovalKind, subjectId: string): Promise<Held[]> {
  return parsed(
    await tx.$queryRaw`SELECT ${heldColumns} FROM approvals_approval a WHERE a.kind = ${kind} AND a.subjectId = ${subjectId} ORDER BY a.id DESC FOR UPDATE`,
  )
}

export async function lockApproval(tx: Tx, id: bigint): Promise<Held | null> {
  return parsed(await tx.$queryRaw`SELECT ${heldColumns} FROM approvals_approval a WHERE a.id = ${id} FOR UPDATE`)[0] ?? null
}

/** Requests in environments that rules are about and that are not closed, held. */
export async function lockOpen(tx: Tx): Promise<Held[]> {
  return parsed(
    await tx.$queryRaw`
      SELECT ${heldColumns} FROM approvals_approval a WHERE a.state IN ('pending', 'approved') AND a.expiresAt > UTC_TIMESTAMP(3) ORDER BY a.id FOR UPDATE`,
  )
}

const verdicts = z.array(z.object({ personId: z.string(), verdict: z.enum(['approve', 'reject', 'comment', 'break_glass']) }))

/** What was said about a request whose row is held, in its order. */
export async function saidOf(tx: Tx, id: bigint): Promise<Said[]> {
  return verdicts.parse(await tx.$queryRaw`SELECT personId, verdict FROM approvals_decision WHERE approvalId = ${id} ORDER BY id LOCK IN SHARE MODE`)
}

/** Roles and states of accounts as they are now; nobody changes them before the transaction ends. */
export async function peopleNow(tx: Tx, ids: readonly string[]): Promise<Present[]> {
  if (!ids.length) return []
  const rows = await tx.$queryRaw<{ id: string; role: string; disabledAt: Date | null }[]>`
    SELECT id, role, disabledAt FROM accounts_user WHERE id IN (${Prisma.join([...ids])}) ORDER BY id LOCK IN SHARE MODE`
  return rows.map(({ id, role, disabledAt }) => ({ id, role: roles.find((one) => one === role) ?? 'viewer', disabled: disabledAt !== null }))
}

export type NewApproval = {
  kind: ApprovalKind
  subjectId: string
  sha256: string
  environment: { id: string; name: string; kind: EnvironmentKind } | null
  size: number
  required: number
  title: Record<string, string | number>
  selection: Record<string, unknown>
  authorId: string
  requestedById: string
  reason: string
  hours: number
}

export async function insertApproval(tx: Tx, { environment, title, selection, hours, ...row }: NewApproval, now: Date): Promise<bigint> {
  const place = { environmentId: environment?.id ?? null, environment: environment?.name ?? null, environmentKind: environment?.kind ?? null }
  const times = { requestedAt: now, expiresAt: new Date(now.getTime() + hours * 3_600_000) }
  const made = await tx.approval.create({
    data: { ...row, ...place, ...times, title, selection: selection as Prisma.InputJsonObject, state: 'pending' },
    select: { id: true },
  })
  return made.id
}

type Change = { state?: StoredState; decidedAt?: Date | null; usedAt?: Date; voidReason?: string; required?: number }

export async function updateApproval(tx: Tx, id: bigint, change: Change): Promise<void> {
  await tx.approval.update({ where: { id }, data: change, select: { id: true } })
}

export async function insertDecision(tx: Tx, row: { approvalId: bigint; personId: string; verdict: Verdict; comment: string }, now: Date): Promise<void> {
  await tx.approvalDecision.create({ data: { ...row, createdAt: now }, select: { id: true } })
}

/** Another person owes it a look by `dueAt`. */
export const insertReview = async (tx: Tx, approvalId: bigint, dueAt: Date): Promise<void> =>
  void (await tx.approvalReview.create({ data: { approvalId, dueAt }, select: { approvalId: true } }))

/** Whether somebody looked at it already, held; null when nobody owes it a look. */
export async function lockReview(tx: Tx, approvalId: bigint): Promise<{ reviewed: boolean } | null> {
  const [row] = await tx.$queryRaw<{ reviewedAt: Date | null }[]>`SELECT reviewedAt FROM approvals_review WHERE approvalId = ${approvalId} FOR UPDATE`
  return row ? { reviewed: row.reviewedAt !== null } : null
}

export async function closeReview(tx: Tx, approvalId: bigint, by: { reviewedById: string; note: string }, now: Date): Promise<void> {
  await tx.approvalReview.update({ where: { approvalId }, data: { ...by, reviewedAt: now }, select: { approvalId: true } })
}

const kindOf = (kind: string): EnvironmentKind => (kind === 'production' ? 'production' : 'test')

/** Every rule, in the order of a table: what, where, from which size. */
export async function listRules(tx: Tx = db): Promise<Rule[]> {
  const rows = await tx.approvalPolicy.findMany({ orderBy: [{ kind: 'asc' }, { environmentKind: 'desc' }, { environmentId: 'asc' }, { fromSize: 'asc' }] })
  return rows.map(({ kind, environmentId, environmentKind, fromSize, required }) => ({
    kind,
    environment: environmentId || null,
    environmentKind: kindOf(environmentKind),
    fromSize,
    required,
  }))
}

export async function replaceRules(tx: Tx, rules: readonly Rule[], updatedById: string, updatedAt: Date): Promise<void> {
  await tx.approvalPolicy.deleteMany({})
  await tx.approvalPolicy.createMany({ data: rules.map(({ environment, ...rule }) => ({ ...rule, environmentId: environment ?? '', updatedById, updatedAt })) })
}

/** What the deciding is about: production is what was one when it was asked or is one now. */
export function matterOf({
  environmentKind,
  kindNow,
  authorId,
  requestedById,
}: Pick<Held, 'environmentKind' | 'kindNow' | 'authorId' | 'requestedById'>): Matter {
  return { kind: environmentKind === 'production' || kindNow === 'production' ? 'production' : environmentKind, authorId, requestedById }
}

/** A row as Prisma reads it, in the words of the rules. */
export const storedOf = (row: object): Pick<Held, 'environmentKind' | 'kindNow' | 'authorId' | 'requestedById' | 'state' | 'expiresAt'> =>
  stored.pick({ environmentKind: true, kindNow: true, authorId: true, requestedById: true, state: true, expiresAt: true }).parse(row)

/** Parameters of the title of a request. */
export async function titleOf(tx: Tx, id: bigint): Promise<Record<string, string | number>> {
  const row = await tx.approval.findUniqueOrThrow({ where: { id }, select: { title: true } })
  return z.record(z.string(), z.union([z.string(), z.number()])).parse(row.title)
}
