import { genesis, headHolds, sealRows } from '#core/audit/chain.ts'
import { type Broken, findForged, followChain } from '#core/audit/verify.ts'
import type { Principal } from '#core/shared/permissions.ts'
import {
  auditKey,
  countLinks,
  findCopied,
  findGuard,
  findHead,
  findLastLink,
  findLink,
  insertLinks,
  listSealed,
  listUnsealed,
  lockHead,
  recordAudit,
  type StoredHead,
} from '#features/audit/repository.ts'
import type { Verification } from '#features/audit/schema.ts'
import type { Origin } from '#features/audit/service.ts'
import { db } from '#server/database.ts'
import { log } from '#server/log.ts'

/** Rows younger than this wait: numbers are given before a transaction commits, so a lower one may still appear. */
const settleMs = 1_000
const batch = 500
/** How far behind the last sealed number each turn looks for rows that committed late; `all` looks everywhere. */
const lateIds = 2_000n

/** Seals what is ripe, one batch. Answers whether there is more; false also while another process seals. */
export async function sealAudit(scope: 'recent' | 'all' = 'recent'): Promise<boolean> {
  const key = await auditKey()
  return db.$transaction(async (tx) => {
    const head = await lockHead(tx)
    if (!head) return false
    if (!headHolds(key, head)) {
      // Going on would hide what was done to it. `verify` names the place.
      log.error({ seq: String(head.seq) }, 'the head of the audit chain was changed by hand: nothing is sealed until it is repaired')
      return false
    }
    const after = scope === 'all' || head.entryId < lateIds ? 0n : head.entryId - lateIds
    const rows = await listUnsealed(tx, after, settleMs, batch)
    if (rows.length === 0) return false
    await insertLinks(tx, key, sealRows(key, head, rows), head)
    return rows.length === batch
  })
}

/** Where the chain stands, for the log: a copy of the head outside of the database. */
export async function noteAuditHead(): Promise<void> {
  const head = await findHead()
  if (head) log.info({ seq: String(head.seq), hash: head.hash }, 'head of the audit chain')
}

const linkPage = 1_000
/** How long one answer may take before it says where to go on. */
const budgetMs = 4_000

type Trust = { key: Uint8Array; legacyThrough: bigint }
type Found = { broken: Broken | null; reached: bigint; done: boolean }

async function follow(trust: Trust, head: StoredHead, after: bigint, until: number): Promise<Found> {
  const from = after === 0n ? genesis : await findLink(after)
  if (!from) return { broken: { seq: after, id: null, reason: 'deleted' }, reached: after, done: true }
  let at = { seq: from.seq, hash: from.hash }
  while (at.seq < head.seq) {
    const sealed = await listSealed(at.seq, head.seq, linkPage)
    const { head: next, broken } = followChain(trust, at, sealed)
    if (broken) return { broken, reached: next.seq, done: true }
    // The head says more than the chain has: its end was cut off.
    if (sealed.length === 0) return { broken: { seq: at.seq + 1n, id: null, reason: 'deleted' }, reached: at.seq, done: true }
    at = next
    if (Date.now() > until && at.seq < head.seq) return { broken: null, reached: at.seq, done: false }
  }
  return { broken: at.hash === head.hash ? null : { seq: head.seq, id: head.entryId, reason: 'head' }, reached: at.seq, done: true }
}

/** What is beside the chain: rows without a seal, copies, links after the head. */
async function checkRest(trust: Trust): Promise<{ broken: Broken | null; unsealed: number }> {
  let unsealed = 0
  for (let after = 0n; ; ) {
    const rows = await listUnsealed(db, after, 0, linkPage)
    unsealed += rows.length
    const forged = findForged(trust, rows)
    if (forged) return { broken: forged, unsealed }
    after = rows.at(-1)?.id ?? 0n
    if (rows.length < linkPage) break
  }
  const copied = await findCopied()
  if (copied) return { broken: { seq: null, id: copied, reason: 'inserted' }, unsealed }
  const [last, head] = [await findLastLink(), await findHead()]
  if (last && last.seq > (head?.seq ?? 0n)) return { broken: { seq: last.seq, id: last.entryId, reason: 'inserted' }, unsealed }
  return { broken: null, unsealed }
}

const noHead: StoredHead = { ...genesis, entryId: 0n, legacyThrough: 0n, mac: null }

async function examine(after: bigint): Promise<{ head: StoredHead; found: Found; unsealed: number }> {
  const key = await auditKey()
  const stored = await findHead()
  const head = stored ?? noHead
  if (!stored || !headHolds(key, stored)) {
    const broken = { seq: head.seq, id: null, reason: 'head' as const }
    // A row that broke earlier says more than the head that was changed to hide it.
    const last = await findLastLink()
    const inside = last ? await follow({ key, legacyThrough: head.legacyThrough }, { ...head, ...last }, after, Number.POSITIVE_INFINITY) : null
    return { head, found: { broken: inside?.broken ?? broken, reached: inside?.reached ?? 0n, done: true }, unsealed: 0 }
  }
  const trust = { key, legacyThrough: head.legacyThrough }
  const found = await follow(trust, head, after, Date.now() + budgetMs)
  if (found.broken || !found.done) return { head, found, unsealed: 0 }
  const rest = await checkRest(trust)
  return { head, found: { ...found, broken: rest.broken }, unsealed: rest.unsealed }
}

/**
 * Follows the chain after the place `after` for a few seconds; a long one takes several calls, each beginning where the
 * last stopped (`next`). The last one leaves a row with what was found.
 */
export async function verifyAudit(who: Principal, after: string | undefined, origin: Origin): Promise<Verification> {
  const { head, found, unsealed } = await examine(BigInt(after ?? '0'))
  const { broken, reached, done } = found
  const ok = broken === null
  const firstBroken = broken && {
    seq: broken.seq === null ? null : String(broken.seq),
    id: broken.id === null ? null : String(broken.id),
    reason: broken.reason,
  }
  if (done) {
    const detail = { ok, rows: Number(reached), ...(firstBroken ? { brokenSeq: firstBroken.seq, brokenId: firstBroken.id, reason: firstBroken.reason } : {}) }
    await db.$transaction((tx) => recordAudit(tx, { who, action: 'audit.verify', detail, ...origin }))
  }
  return {
    ok,
    rows: Number(reached),
    total: Math.max(Number(head.seq), await countLinks()),
    unsealed,
    ...(firstBroken ? { firstBroken } : {}),
    head: { seq: String(head.seq), hash: head.hash },
    next: done ? null : String(reached),
    checkedAt: new Date().toISOString(),
  }
}

/** How well rows are kept from being changed, in words for whoever runs the console; `ok` is false when nothing keeps them. */
export async function auditHealth(): Promise<{ ok: boolean; detail: string }> {
  await auditKey()
  const guard = await findGuard()
  if (guard === 'grants') return { ok: true, detail: "the console's account of the database may add rows of the audit and not change them" }
  if (guard === 'triggers')
    return {
      ok: true,
      detail: 'triggers guard the rows of the audit; with an account of its own for migrations (DATABASE_ADMIN_URL) the console could not lift them',
    }
  return { ok: false, detail: 'nothing keeps the console from changing rows of the audit' }
}
