import { csvHead, csvLine } from '#core/shared/csv.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, type RefusalParams, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import * as repository from '#features/datasheets/plans/repository.ts'
import { exportRows as linesOf, pageOfRows } from '#features/datasheets/plans/rows.ts'
import type { FindingPage, FindingQuery, PlanRows, RowFilter, RowQuery } from '#features/datasheets/plans/schema.ts'
import { visiblePlan } from '#features/datasheets/plans/service.ts'
import { db } from '#server/database.ts'
import type { Locale } from '#server/http/locale.ts'
import { findingWords } from '#server/http/problem.ts'

type Origin = { ip: string; requestId: string }
/** A file that is written while it is read. */
export type Download = { name: string; contentType: string; content: AsyncIterable<string> }

const FINDINGS_AT_ONCE = 1_000
const findingColumns = ['level', 'file', 'sheet', 'cell', 'table', 'column', 'value', 'code', 'message'] as const

const notFound = () => refuse('not_found', 404)

/** A draft that this person may see; refuses plan_not_ready while it is computed and after it failed. */
export async function draftOf(who: Principal, id: string): Promise<repository.PlanRow | Refusal> {
  const seen = await visiblePlan(who, id)
  if (!seen) return notFound()
  return seen.plan.state === 'draft' ? seen.row : refuse('plan_not_ready', 409, { state: seen.plan.state })
}

async function tableOf(who: Principal, id: string, table: string): Promise<{ planId: bigint; position: number } | Refusal> {
  const plan = await draftOf(who, id)
  if (plan instanceof Refusal) return plan
  const position = await repository.positionOf(plan.id, table)
  return position === null ? refuse('plan_table_unknown', 404, { table }) : { planId: plan.id, position }
}

/** Rows of one table that the filters find, from an offset. Refuses plan_not_ready, plan_table_unknown. */
export async function listRows(who: Principal, id: string, table: string, query: RowQuery): Promise<PlanRows | Refusal> {
  const place = await tableOf(who, id, table)
  return place instanceof Refusal ? place : pageOfRows(place, query)
}

const audited = (who: Principal, action: string, planId: string, detail: Record<string, string>, origin: Origin): Promise<void> =>
  recordAudit(db, { who, action, object: `plan:${planId}`, planId, detail, ...origin })

/** The same as lines of JSON, `{op,key,cells}`, to be taken away: it leaves a row in the audit. */
export async function exportRows(who: Principal, id: string, table: string, filter: RowFilter, origin: Origin): Promise<Download | Refusal> {
  const place = await tableOf(who, id, table)
  if (place instanceof Refusal) return place
  await audited(who, 'datasheets.rows.export', id, { table, ...filter }, origin)
  return { name: `plan_${id}_${table}.ndjson`, contentType: 'application/x-ndjson', content: linesOf(place, filter) }
}

type Worded = FindingPage['items'][number]

function wordsFor(locale: Locale): (row: repository.FindingRow) => Worded {
  const say = findingWords(locale)
  return ({ planId: _plan, position: _position, level, params, ...rest }) => {
    // Only keepFindings writes them.
    const finding = { ...rest, params: params as RefusalParams, level: level === 'error' ? ('error' as const) : ('warning' as const) }
    return { ...finding, message: say(finding) }
  }
}

/** Errors and warnings in the order of files and cells, in the reader's language. */
export async function listFindings(who: Principal, id: string, query: FindingQuery, locale: Locale): Promise<FindingPage | Refusal> {
  const plan = await draftOf(who, id)
  if (plan instanceof Refusal) return plan
  const { rows, total } = await repository.pageOfFindings(plan.id, query)
  return { items: rows.map(wordsFor(locale)), total, page: query.page, pageSize: query.pageSize, countedAt: new Date().toISOString() }
}

/** All findings of a plan, piece by piece. */
export async function* findingsOf(planId: bigint, locale: Locale): AsyncGenerator<Worded[]> {
  const worded = wordsFor(locale)
  for (let after = -1; ; ) {
    const rows = await repository.findingsAfter(planId, after, FINDINGS_AT_ONCE)
    if (rows.length) yield rows.map(worded)
    if (rows.length < FINDINGS_AT_ONCE) return
    after = rows.at(-1)?.position ?? after
  }
}

async function* csvOf(planId: bigint, locale: Locale): AsyncGenerator<string> {
  yield csvHead(findingColumns)
  for await (const piece of findingsOf(planId, locale)) yield piece.map((finding) => csvLine(findingColumns.map((name) => finding[name]))).join('')
}

/** All findings as CSV; leaves a row in the audit. */
export async function exportFindings(who: Principal, id: string, locale: Locale, origin: Origin): Promise<Download | Refusal> {
  const plan = await draftOf(who, id)
  if (plan instanceof Refusal) return plan
  await audited(who, 'datasheets.findings.export', id, {}, origin)
  return { name: `plan_${id}_findings.csv`, contentType: 'text/csv; charset=utf-8', content: csvOf(plan.id, locale) }
}
