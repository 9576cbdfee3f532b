import { csvHead, csvLine } from '#core/shared/csv.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, type RefusalParams } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import * as repository from '#features/datasheets/plans/repository.ts'
import type { FindingPage, FindingQuery } from '#features/datasheets/plans/schema.ts'
import { draftOf } from '#features/datasheets/plans/service.ts'
import { findingWords, type Origin } from '#features/datasheets/service.ts'
import { db } from '#server/database.ts'
import type { Locale } from '#server/http/locale.ts'

const FINDINGS_AT_ONCE = 1_000
const columns = ['level', 'file', 'sheet', 'cell', 'table', 'column', 'value', 'code', 'message'] as const

export type Worded = FindingPage['items'][number]

function wordsFor(locale: Locale): (row: repository.FindingRow) => Worded {
  const say = findingWords(locale)
  return ({ planId: _plan, position: _position, level, params, ...rest }) => {
    // Only keepFindings writes them.
    const finding = { ...rest, params: params as RefusalParams, level: level === 'error' ? ('error' as const) : ('warning' as const) }
    return { ...finding, message: say(finding) }
  }
}

/** Errors and warnings in the order in which they were found, in the reader's language. */
export async function listFindings(who: Principal, id: string, query: FindingQuery, locale: Locale): Promise<FindingPage | Refusal> {
  const plan = await draftOf(who, id)
  if (plan instanceof Refusal) return plan
  const { rows, total } = await repository.pageOfFindings(plan.id, query)
  return { items: rows.map(wordsFor(locale)), total, page: query.page, pageSize: query.pageSize, countedAt: new Date().toISOString() }
}

/** All findings that are kept of a plan, or of one of its files, piece by piece. */
export async function* findingsOf(planId: bigint, locale: Locale, file?: string): AsyncGenerator<Worded[]> {
  const worded = wordsFor(locale)
  for (let after = -1; ; ) {
    const rows = await repository.findingsAfter(planId, after, FINDINGS_AT_ONCE, file === undefined ? {} : { file })
    // The collation finds files whose names differ in an accent.
    const own = file === undefined ? rows : rows.filter((row) => row.file === file)
    if (own.length) yield own.map(worded)
    if (rows.length < FINDINGS_AT_ONCE) return
    after = rows.at(-1)?.position ?? after
  }
}

async function* csvOf(planId: bigint, locale: Locale): AsyncGenerator<string> {
  yield csvHead(columns)
  for await (const piece of findingsOf(planId, locale)) yield piece.map((finding) => csvLine(columns.map((name) => finding[name]))).join('')
}

/** All findings as CSV; leaves a row in the audit. */
export async function exportFindings(who: Principal, id: string, locale: Locale, origin: Origin) {
  const plan = await draftOf(who, id)
  if (plan instanceof Refusal) return plan
  await recordAudit(db, { who, action: 'datasheets.findings.export', object: `plan:${id}`, planId: id, ...origin })
  return { name: `plan_${id}_findings.csv`, contentType: 'text/csv; charset=utf-8', content: csvOf(plan.id, locale) }
}
