import { createHash } from 'node:crypto'
import type { AuditContent } from '#core/audit/canonical.ts'
import { type AuditRow, type ChainHead, headMac, sealRows, signContent } from '#core/audit/chain.ts'
import { lastEntryId } from '#features/audit/repository.ts'
import { db } from '#server/database.ts'
import { type GameSession, openGameDatabase } from '#server/game-database.ts'

const batch = 5_000
const actions = ['session.create', 'runs.cancel', 'environments.change', 'retention.export', 'users.role', 'sources.test']

/** What an ordinary act looks like, the same for the same number; half of them with before and after. */
function contentOf(n: number): AuditContent {
  const action = actions[n % actions.length] ?? 'session.create'
  const facts = n % 2 ? { name: `environment ${n % 50}`, kind: 'test', tables: ['item', 'player'] } : null
  return {
    at: new Date(Date.UTC(2026, 0, 1) + n * 1_000),
    userId: '7f3a1c52-0b1e-4c1e-9a55-1f0f6d2f7a10',
    userName: `사람 ${n % 40}`,
    via: n % 3 ? 'session' : 'token',
    ip: `10.0.${n % 256}.7`,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    action,
    object: `environment:${n % 50}`,
    outcome: 'done',
    requestId: '0d5c9c0e-4f9b-4be7-9d0e-3b0a4f2a1c11',
    runId: n % 5 ? null : BigInt(n),
    planId: null,
    detail: { format: 'csv', rows: n },
    before: facts,
    after: facts && { ...facts, kind: 'production' },
  }
}

const nonceOf = (n: number): string => createHash('sha256').update(String(n)).digest('hex').slice(0, 32)
const time = (at: Date): string => at.toISOString().slice(0, 23).replace('T', ' ')
const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

const entryCells = (row: AuditRow) => {
  const { id, at, userId, userName, via, ip, action, object, outcome, requestId, userAgent, runId, planId, signature, detail, before, after } = row
  const texts = [userId, userName, via, ip, action, object, outcome, requestId, userAgent, runId === null ? null : String(runId), planId, signature]
  return [String(id), time(at), ...texts, json(detail), json(before), json(after)]
}

const marks = (rows: number, columns: number): string =>
  Array(rows)
    .fill(`(${Array(columns).fill('?').join(',')})`)
    .join(',')

type Part = { head: ChainHead; first: number; count: number /** What a row's number is above its own. */; above: bigint }

async function insert(session: GameSession, key: Uint8Array, { head, first, count, above }: Part): Promise<ChainHead> {
  const rows = Array.from({ length: count }, (_, index): AuditRow => {
    const content = contentOf(first + index)
    return { ...content, id: above + BigInt(first + index), signature: signContent(key, nonceOf(first + index), content) }
  })
  const sealed = sealRows(key, head, rows)
  const entries = rows.map(entryCells)
  await session.execute(
    `INSERT INTO audit_entry (id, at, userId, userName, via, ip, action, object, outcome, requestId, userAgent, runId, planId, signature, detail, \`before\`, \`after\`)
     VALUES ${marks(entries.length, 17)}`,
    entries.flat(),
  )
  const links = sealed.links.map(({ seq, entryId, prevHash, hash }) => [String(seq), String(entryId), prevHash, hash, '2026-01-01 00:00:00.000'])
  await session.execute(`INSERT INTO audit_seal (seq, entryId, prevHash, hash, sealedAt) VALUES ${marks(links.length, 5)}`, links.flat())
  return sealed.head
}

/** Rows `from + 1` to `to` with a valid chain, straight into the tables; seconds that it took. */
export async function fillAudit(url: string, key: Uint8Array, from: number, to: number): Promise<number> {
  const began = performance.now()
  const before = await db.auditHead.findUniqueOrThrow({ where: { id: 1 } })
  // A verification before this one has left rows of its own.
  const above = (await lastEntryId()) - BigInt(from)
  let head: ChainHead = { seq: before.seq, hash: before.hash }
  await openGameDatabase(url).session(async (session) => {
    for (let n = from; n < to; n += batch) head = await insert(session, key, { head, first: n + 1, count: Math.min(batch, to - n), above })
  })
  const mac = headMac(key, head, before.legacyThrough)
  await db.auditHead.update({ where: { id: 1 }, data: { ...head, entryId: above + BigInt(to), mac, updatedAt: new Date() } })
  return (performance.now() - began) / 1_000
}
