import { randomBytes } from 'node:crypto'
import type { AuditContent, AuditFacts } from '#core/audit/canonical.ts'
import { type AuditRow, type ChainHead, headMac, signContent } from '#core/audit/chain.ts'
import type { Sealed } from '#core/audit/verify.ts'
import { bigintId } from '#core/shared/ids.ts'
import type { Principal } from '#core/shared/permissions.ts'
import type { AuditFilter } from '#features/audit/schema.ts'
import { asTyped, db, type Tx } from '#server/database.ts'
import { type AuditEntry, Prisma } from '#server/generated/prisma/client.ts'
import { callersUserAgent } from '#server/http/caller.ts'
import { log } from '#server/log.ts'
import { auditKeyContext } from '#server/sealed/columns.ts'
import { seal, unseal } from '#server/secrets.ts'

export type AuditActor = Pick<Principal, 'userId' | 'name' | 'via'> | null

/** One act, to be written in the transaction that does it. `detail`, `before` and `after` are small and hold no secret. */
export type AuditAct = {
  who: AuditActor
  action: string
  /** `<kind>:<id>`. A run named here is linked, too. */
  object?: string
  outcome?: 'done' | 'refused'
  ip?: string
  /** Left out: that of the request being served. */
  userAgent?: string
  requestId?: string
  /** Number of the run that the act is about, where `object` is something else. */
  runId?: string
  planId?: string
  detail?: AuditFacts
  before?: AuditFacts
  after?: AuditFacts
}

const only = 1
const keyBytes = 32
const holder = globalThis as { qdAuditKey?: Uint8Array }

const opened = (sealed: Uint8Array): Uint8Array => Buffer.from(unseal(sealed, auditKeyContext), 'base64')

/** Transactions that have made the key: until they commit it may still vanish, so it is not kept. */
const makers = new WeakSet<object>()

/**
 * Made in the transaction of the very first act: asking for another connection here would stop everything when all of them
 * are in the hands of first acts. Others that come at the same time wait for its end, then find the key or make it.
 */
async function makeKey(tx: Tx): Promise<Uint8Array> {
  if (tx !== db) makers.add(tx)
  const sealed = seal(randomBytes(keyBytes).toString('base64'), auditKeyContext)
  await tx.$executeRaw`INSERT IGNORE INTO audit_key (id, sealed, createdAt) VALUES (${only}, ${sealed}, UTC_TIMESTAMP(3))`
  // A locking read sees what was committed after this transaction began.
  const [row] = await tx.$queryRaw<{ sealed: Uint8Array }[]>`SELECT sealed FROM audit_key WHERE id = ${only} LOCK IN SHARE MODE`
  if (!row) throw new Error('the key of the audit could not be made')
  return opened(row.sealed)
}

/** The key of signatures and seals. @throws SealError when the installation's secret is not the one that sealed it. */
export async function auditKey(tx: Tx = db): Promise<Uint8Array> {
  if (holder.qdAuditKey) return holder.qdAuditKey
  const row = await tx.auditKey.findUnique({ where: { id: only } })
  if (!row) return makeKey(tx)
  const key = opened(row.sealed)
  if (!makers.has(tx)) holder.qdAuditKey = key
  return key
}

const cut = (text: string | null | undefined, length: number): string | null => (text ? text.slice(0, length).toWellFormed() : null)
const wellFormed = (facts: AuditFacts | undefined): AuditFacts | null =>
  facts ? JSON.parse(JSON.stringify(facts), (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value)) : null

/** As the row will be read back: cut to its columns, so that a signature made now holds later. */
function contentOf(act: AuditAct, at: Date): AuditContent {
  const { who, action, object, outcome = 'done', runId } = act
  const named = runId ?? /^run:(\d{1,19})$/.exec(object ?? '')?.[1]
  return {
    at,
    userId: who?.userId ?? null,
    userName: cut(who?.name, 200) ?? 'system',
    via: who?.via ?? 'system',
    ip: cut(act.ip, 64),
    userAgent: cut(act.userAgent ?? callersUserAgent(), 300),
    action: action.slice(0, 64),
    object: cut(object, 191),
    outcome,
    requestId: cut(act.requestId, 64),
    runId: named ? bigintId(named) : null,
    planId: cut(act.planId, 64),
    detail: wellFormed(act.detail),
    before: wellFormed(act.before),
    after: wellFormed(act.after),
  }
}

/** Null when the key cannot be had: the act goes on, and the row stands in the audit as one that nobody signed. */
async function signatureOf(tx: Tx, content: AuditContent): Promise<string | null> {
  try {
    return signContent(await auditKey(tx), randomBytes(16).toString('hex'), content)
  } catch (error) {
    log.error({ err: error, action: content.action }, 'an audit row could not be signed')
    return null
  }
}

const json = (facts: unknown) => (facts === null ? Prisma.DbNull : (facts as Prisma.InputJsonObject))

/** Appends to the audit; the row stands or falls with the caller's transaction. */
export async function recordAudit(tx: Tx, act: AuditAct): Promise<void> {
  const content = contentOf(act, new Date())
  const { detail, before, after, ...columns } = content
  const signature = await signatureOf(tx, content)
  await tx.auditEntry.create({ data: { ...columns, detail: json(detail), before: json(before), after: json(after), signature } })
}

function timesOf({ from, to }: AuditFilter): Prisma.AuditEntryWhereInput {
  return from || to ? { at: { ...(from ? { gte: new Date(from) } : {}), ...(to ? { lt: new Date(to) } : {}) } } : {}
}

function whereOf(filter: AuditFilter): Prisma.AuditEntryWhereInput {
  const { q, who, action, object, outcome, run } = filter
  const runId = run ? bigintId(run) : null
  return {
    AND: [
      ...(q ? [{ OR: [...(['userName', 'action', 'object', 'requestId', 'ip'] as const).map((name) => ({ [name]: { contains: asTyped(q) } }))] }] : []),
      ...(who ? [{ OR: [{ userId: who }, { userName: { contains: asTyped(who) } }] }] : []),
      ...(action ? [{ action: { startsWith: asTyped(action) } }] : []),
      ...(object ? [{ object: { startsWith: asTyped(object) } }] : []),
      ...(outcome ? [{ outcome }] : []),
      ...(runId ? [{ runId }] : []),
      timesOf(filter),
    ],
  }
}

const seqsOf = async (ids: bigint[]): Promise<Map<bigint, bigint>> => {
  const seals = await db.auditSeal.findMany({ where: { entryId: { in: ids } }, select: { entryId: true, seq: true } })
  return new Map(seals.map(({ entryId, seq }) => [entryId, seq]))
}

export type ListedEntry = AuditEntry & { seq: bigint | null }
const withSeqs = async (rows: AuditEntry[]): Promise<ListedEntry[]> => {
  const seqs = await seqsOf(rows.map(({ id }) => id))
  return rows.map((row) => ({ ...row, seq: seqs.get(row.id) ?? null }))
}

/** Rows by number, the newest first unless `ascending`. */
export async function listEntries(
  filter: AuditFilter,
  page: { skip: number; take: number; ascending: boolean },
): Promise<{ rows: ListedEntry[]; total: number }> {
  const where = whereOf(filter)
  const { skip, take, ascending } = page
  const [rows, total] = await Promise.all([
    db.auditEntry.findMany({ where, orderBy: { id: ascending ? 'asc' : 'desc' }, skip, take }),
    db.auditEntry.count({ where }),
  ])
  return { rows: await withSeqs(rows), total }
}

/** Rows that follow the number `last` in the direction of the walk (none: from its begin), none above `through`: for an export that reads page after page. */
export async function listEntriesFrom(
  filter: AuditFilter,
  walk: { last: bigint | null; through: bigint; ascending: boolean; take: number },
): Promise<ListedEntry[]> {
  const { last, through, ascending, take } = walk
  const next = last === null ? {} : ascending ? { gt: last } : { lt: last }
  const where = { AND: [whereOf(filter), { id: { lte: through } }, { id: next }] }
  return withSeqs(await db.auditEntry.findMany({ where, orderBy: { id: ascending ? 'asc' : 'desc' }, take }))
}

export async function findEntry(id: bigint): Promise<ListedEntry | null> {
  const row = await db.auditEntry.findUnique({ where: { id } })
  return row ? ((await withSeqs([row]))[0] ?? null) : null
}

/** When the last act of this name was done to each of the objects, and what it left. Objects to which it never was are left out. */
export async function findLastActs(action: string, objects: readonly string[]): Promise<Map<string, { at: Date; detail: unknown }>> {
  const last = await db.auditEntry.groupBy({ by: ['object'], where: { action, object: { in: [...objects] } }, _max: { id: true } })
  const ids = last.flatMap(({ _max }) => _max.id ?? [])
  const rows = await db.auditEntry.findMany({ where: { id: { in: ids } }, select: { object: true, at: true, detail: true } })
  return new Map(rows.map(({ object, at, detail }) => [object ?? '', { at, detail }]))
}

export async function lastEntryId(): Promise<bigint> {
  const { _max } = await db.auditEntry.aggregate({ _max: { id: true } })
  return _max.id ?? 0n
}

export type StoredHead = ChainHead & { entryId: bigint; legacyThrough: bigint; mac: string | null }

export const findHead = (): Promise<StoredHead | null> => db.auditHead.findUnique({ where: { id: only } })
export const findLink = (seq: bigint) => db.auditSeal.findUnique({ where: { seq } })
export const findLastLink = () => db.auditSeal.findFirst({ orderBy: { seq: 'desc' } })

/** The head, locked until the transaction ends; null while another seals, or when it is gone. */
export async function lockHead(tx: Tx): Promise<StoredHead | null> {
  const rows = await tx.$queryRaw<StoredHead[]>`
    SELECT seq, hash, entryId, legacyThrough, mac FROM audit_head WHERE id = ${only} FOR UPDATE SKIP LOCKED`
  return rows[0] ?? null
}

/** Rows without a seal in order of their numbers, that are above `after` and older than `settleMs` by the database's clock. */
export async function listUnsealed(tx: Tx, after: bigint, settleMs: number, limit: number): Promise<AuditRow[]> {
  const ids = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT e.id FROM audit_entry e LEFT JOIN audit_seal s ON s.entryId = e.id
    WHERE e.id > ${after} AND s.seq IS NULL AND e.at <= UTC_TIMESTAMP(3) - INTERVAL ${settleMs * 1000} MICROSECOND
    ORDER BY e.id LIMIT ${limit}`
  return tx.auditEntry.findMany({ where: { id: { in: ids.map(({ id }) => id) } }, orderBy: { id: 'asc' } })
}

/** Writes links and the head after them. `entryId` is the highest number that has a seal. */
export async function insertLinks(
  tx: Tx,
  key: Uint8Array,
  sealed: { links: { seq: bigint; entryId: bigint; prevHash: string; hash: string }[]; head: ChainHead },
  before: StoredHead,
): Promise<void> {
  const sealedAt = new Date()
  let entryId = before.entryId
  for (const link of sealed.links) if (link.entryId > entryId) entryId = link.entryId
  await tx.auditSeal.createMany({ data: sealed.links.map((link) => ({ ...link, sealedAt })) })
  const mac = headMac(key, sealed.head, before.legacyThrough)
  await tx.auditHead.update({ where: { id: only }, data: { ...sealed.head, entryId, mac, updatedAt: sealedAt } })
}

/** Links after one place with their rows, in order. */
export async function listSealed(after: bigint, through: bigint, limit: number): Promise<Sealed[]> {
  const links = await db.auditSeal.findMany({ where: { seq: { gt: after, lte: through } }, orderBy: { seq: 'asc' }, take: limit })
  const rows = await db.auditEntry.findMany({ where: { id: { in: links.map(({ entryId }) => entryId) } } })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return links.map((link) => ({ link, row: byId.get(link.entryId) ?? null }))
}

export async function countLinks(): Promise<number> {
  return db.auditSeal.count()
}

/** The row with the lower number of two that carry one signature: somebody has copied a row. Null as a rule: an index forbids it. */
export async function findCopied(): Promise<bigint | null> {
  const [found] = await db.$queryRaw<{ id: bigint | null }[]>`
    SELECT MAX(id) AS id FROM audit_entry WHERE signature IS NOT NULL GROUP BY signature HAVING COUNT(*) > 1 ORDER BY 1 LIMIT 1`
  return found?.id ?? null
}

export type Guard = 'grants' | 'triggers' | 'none'

const denied = (error: unknown): boolean =>
  /denied/i.test(error instanceof Error ? `${error.message} ${JSON.stringify('meta' in error ? error.meta : '')}` : '')

/** What keeps this process from changing rows: asked by trying to change none. */
export async function findGuard(): Promise<Guard> {
  try {
    await db.$executeRaw`UPDATE audit_entry SET via = via WHERE id = 0`
    await db.$executeRaw`DELETE FROM audit_entry WHERE id = 0`
  } catch (error) {
    if (denied(error)) return 'grants'
    throw error
  }
  const [found] = await db.$queryRaw<{ n: bigint }[]>`
    SELECT COUNT(*) AS n FROM information_schema.triggers
    WHERE trigger_schema = DATABASE() AND trigger_name IN ('audit_entry_never_updated', 'audit_entry_never_deleted')`
  return Number(found?.n ?? 0) === 2 ? 'triggers' : 'none'
}
