import type { AuditFacts } from '#core/audit/canonical.ts'
import { refusalBudget, takeRefusal } from '#core/audit/refusals.ts'
import { auditCells, auditColumns } from '#core/audit/sheet.ts'
import { bigintId } from '#core/shared/ids.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { findEntry, type ListedEntry, lastEntryId, listEntries, listEntriesFrom, recordAudit } from '#features/audit/repository.ts'
import type { AuditEntry, AuditFilter, AuditPage, AuditQuery, ExportQuery } from '#features/audit/schema.ts'
import { db } from '#server/database.ts'
import type { Sheet } from '#server/http/export.ts'
import { type Refused, whenRefused } from '#server/http/refused.ts'
import type { SheetRows } from '#server/spreadsheet.ts'

export type Origin = { ip: string; requestId: string; userAgent?: string }

const idOf = (id: bigint | null): string | null => (id === null ? null : String(id))
const factsOf = (value: unknown): Record<string, unknown> | null => (typeof value === 'object' && value !== null ? { ...value } : null)

function toEntry(row: ListedEntry): AuditEntry {
  const { ip, userAgent, action, object, requestId, planId } = row
  return {
    id: String(row.id),
    seq: idOf(row.seq),
    at: row.at.toISOString(),
    who: { id: row.userId, name: row.userName, via: row.via },
    ip,
    userAgent,
    action,
    object,
    outcome: row.outcome === 'refused' ? 'refused' : 'done',
    requestId,
    runId: idOf(row.runId),
    planId,
    detail: factsOf(row.detail),
    before: factsOf(row.before),
    after: factsOf(row.after),
  }
}

export async function listAudit(_who: Principal, query: AuditQuery): Promise<AuditPage> {
  const { page, pageSize, sort, ...filter } = query
  const { rows, total } = await listEntries(filter, { skip: (page - 1) * pageSize, take: pageSize, ascending: sort === 'at' })
  return { items: rows.map(toEntry), total, page, pageSize, countedAt: new Date().toISOString() }
}

export async function loadAuditEntry(_who: Principal, id: string): Promise<AuditEntry | Refusal> {
  const entryId = bigintId(id)
  const row = entryId ? await findEntry(entryId) : null
  return row ? toEntry(row) : refuse('not_found', 404)
}

const exportPage = 1_000

async function* rowsOf(filter: AuditFilter, through: bigint, ascending: boolean): SheetRows {
  for (let last: bigint | null = null; ; ) {
    const rows: ListedEntry[] = await listEntriesFrom(filter, { last, through, ascending, take: exportPage })
    if (rows.length) yield rows.map(auditCells)
    if (rows.length < exportPage) return
    last = rows.at(-1)?.id ?? last
  }
}

/** What the filters find as a sheet, in the order of the list and however long; leaves a row itself, written before the first byte. */
export async function exportAudit(who: Principal, query: ExportQuery, origin: Origin): Promise<Sheet> {
  const { format, sort, ...filter } = query
  // Rows that come while the sheet is written are not in it: it ends where it began.
  const through = await lastEntryId()
  await db.$transaction((tx) => recordAudit(tx, { who, action: 'audit.export', detail: { format, through: String(through), sort, ...filter }, ...origin }))
  return { stem: 'audit', at: new Date(), format, columns: auditColumns, rows: rowsOf(filter, through, sort === 'at') }
}

const holder = globalThis as { qdRefusals?: ReturnType<typeof refusalBudget> }

/** A row about somebody signed in who asked for what he may not have; the same again within a minute has none. */
export async function recordRefusal({ who, permission, method, path, ip, requestId, userAgent }: Refused): Promise<void> {
  holder.qdRefusals ??= refusalBudget(Date.now())
  const taken = takeRefusal(holder.qdRefusals, who.userId, `${method} ${permission}`, Date.now())
  if (!taken.record) return
  const detail: AuditFacts = { permission, method, path: path.slice(0, 300), ...(taken.left ? { unrecorded: taken.left } : {}) }
  const origin = { ip, requestId, ...(userAgent ? { userAgent } : {}) }
  await db.$transaction((tx) => recordAudit(tx, { who, action: 'access.refuse', outcome: 'refused', detail, ...origin }))
}

/** Called once when the web starts. */
export const listenForRefusals = (): void => whenRefused(recordRefusal)
