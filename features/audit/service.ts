import type { AuditFacts } from '#core/audit/canonical.ts'
import { refusalBudget, takeRefusal } from '#core/audit/refusals.ts'
import { auditCells, auditColumns } from '#core/audit/sheet.ts'
import type { Cell } from '#core/shared/csv.ts'
import type { ExportFormat } from '#core/shared/export.ts'
import { bigintId } from '#core/shared/ids.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { findEntry, findLastActs, type ListedEntry, lastEntryId, listEntries, listEntriesFrom, recordAudit } from '#features/audit/repository.ts'
import type { AuditEntry, AuditFilter, AuditPage, AuditQuery, ExportQuery, LastTest } from '#features/audit/schema.ts'
import { db } from '#server/database.ts'
import { type Sheet, sheetRows, tooLarge } from '#server/http/export.ts'
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

/** What the last test of each object came to, from what `recordAudit` kept of it under `action`. */
export async function lastTestsOf(action: string, objects: readonly string[]): Promise<(object: string) => LastTest> {
  const acts = await findLastActs(action, objects)
  return (object) => {
    const act = acts.get(object)
    const result = factsOf(act?.detail)?.result
    return act && typeof result === 'string' ? { at: act.at.toISOString(), fault: result === 'ok' ? null : result } : null
  }
}

const exportPage = 1_000

type List<Key, Item> = Pick<Sheet, 'stem' | 'columns'> & {
  action: string
  /** Filters and order, as they were asked for. */
  query: AuditFacts & { format: ExportFormat }
  /** Of all that the filters find, in the order of the list. */
  keys: readonly Key[]
  /** What the keys stand for, in their order. */
  read: (keys: readonly Key[]) => Promise<readonly Item[]>
  cells: (item: Item) => readonly Cell[]
}

/** A list as a sheet; leaves a row in the audit before the first line. Refuses export_too_large. */
export async function recordedSheet<Key, Item>(who: Principal, list: List<Key, Item>, origin: Origin): Promise<Sheet | Refusal> {
  const { action, query, keys, stem, columns, read, cells } = list
  const refusal = tooLarge(keys.length)
  if (refusal) return refusal
  await db.$transaction((tx) => recordAudit(tx, { who, action, detail: { ...query, rows: keys.length }, ...origin }))
  return { stem, at: new Date(), format: query.format, columns, rows: sheetRows(keys, exportPage, read, cells) }
}

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
