import { rowAt } from '#core/retention/columns/sheet.ts'
import { type Cell, csvHead, csvLine } from '#core/shared/csv.ts'
import { mostExportRows } from '#core/shared/export.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { countAnalyses, listAnalysesByIds, listAnalysisIds } from '#features/retention/export/repository.ts'
import type { AnalysisExportQuery, PlayerExportQuery } from '#features/retention/export/schema.ts'
import type { Analysis, PlayerRow } from '#features/retention/schema.ts'
import { analysesOf, analysisOrder, loadAnalysis, whereOfAnalyses } from '#features/retention/service.ts'
import type { StoredSheet } from '#features/retention/sheet/repository.ts'
import { findAllColumns, findRows, openSheet, placesOf, readRows, type Selection, toPlayerRow } from '#features/retention/sheet/service.ts'
import { db } from '#server/database.ts'
import { type Sheet, sheetRows, tooLarge } from '#server/http/export.ts'
import type { SheetRows } from '#server/spreadsheet.ts'

type Origin = { ip: string; requestId: string }

const analysesAtOnce = 500
const playersAtOnce = 2_000
/** What a workbook's sheet can hold beside its head. */
const mostWorkbookRows = 1_048_575

/** Columns of the sheet of analyses, widths in characters; instants in UTC, rates in 0..1, what is not known is empty. */
export const analysisColumns = [
  { name: 'run', width: 10 },
  { name: 'source', width: 20 },
  { name: 'from', width: 25 },
  { name: 'to', width: 25 },
  { name: 'zone', width: 16 },
  { name: 'state', width: 12 },
  { name: 'players', width: 10 },
  { name: 'ripe_d1', width: 10 },
  { name: 'retained_d1', width: 12 },
  { name: 'rate_d1', width: 10 },
  { name: 'active_minutes_mean', width: 20 },
  { name: 'tutorial_completed', width: 18 },
  { name: 'sampled_from', width: 14 },
  { name: 'started_by', width: 20 },
  { name: 'created_at', width: 25 },
] as const

export function analysisCells({ run, source, from, to, zone, summary }: Analysis): Cell[] {
  const numbers = summary
    ? [summary.players, summary.ripeD1, summary.retainedD1, summary.rateD1, summary.activeMinutesMean, summary.tutorialCompleted, summary.sampledFrom]
    : [null, null, null, null, null, null, null]
  return [run.id, source, from, to, zone, run.state, ...numbers, run.createdBy.name, run.createdAt]
}

/** Every analysis that the filters find, in the order of the list; leaves a row in the audit before the first line. Refuses export_too_large. */
export async function exportAnalyses(who: Principal, query: AnalysisExportQuery, origin: Origin): Promise<Sheet | Refusal> {
  const { format, ...filter } = query
  const where = whereOfAnalyses(filter)
  const refusal = tooLarge(await countAnalyses(where))
  if (refusal) return refusal
  const ids = await listAnalysisIds(where, analysisOrder(filter.sort), mostExportRows)
  await db.$transaction((tx) => recordAudit(tx, { who, action: 'retention.export_list', detail: { format, rows: ids.length, ...filter }, ...origin }))
  const read = async (part: readonly bigint[]) => analysesOf(await listAnalysesByIds(part))
  return { stem: 'analyses', at: new Date(), format, columns: analysisColumns, rows: sheetRows(ids, analysesAtOnce, read, analysisCells) }
}

async function* piecesOf(sheet: StoredSheet, found: Selection): AsyncGenerator<PlayerRow[]> {
  // In another order the rows lie scattered: then the columns are held, packed, while the file is written.
  const columns = found.sorted ? await findAllColumns(sheet) : null
  for (let from = 0; from < found.total; from += playersAtOnce) {
    const places = placesOf(found, from, playersAtOnce)
    const rows = columns ? places.map((place) => rowAt(columns, sheet.metrics, place, place)) : await readRows(sheet, places, false)
    yield rows.map(toPlayerRow)
  }
}

/** The sheet of an analysis whose run has succeeded: a part of a sheet must not pass for the whole. Refuses analysis_unfinished. */
async function openWhole(who: Principal, id: string): Promise<{ analysis: Analysis; sheet: StoredSheet } | Refusal> {
  const analysis = await loadAnalysis(who, id)
  if (analysis instanceof Refusal) return analysis
  if (analysis.run.state !== 'succeeded') return refuse('analysis_unfinished', 409, { state: analysis.run.state })
  const sheet = await openSheet(id)
  return sheet instanceof Refusal ? sheet : { analysis, sheet }
}

const cellsOf =
  (columns: readonly string[]) =>
  (row: PlayerRow): Cell[] =>
    columns.map((name) => row[name] ?? null)
const minute = (at: string): string => at.slice(0, 16).replace(/[-:]/g, '').replace('T', '_')
const stemOf = ({ from, to }: Analysis): string => `new_users_${minute(from)}_${minute(to)}`

async function* csvOf(sheet: StoredSheet, columns: readonly string[]): AsyncGenerator<string> {
  const cells = cellsOf(columns)
  yield csvHead(columns)
  for await (const rows of piecesOf(sheet, { rows: null, total: sheet.rows, sorted: false })) yield rows.map((row) => csvLine(cells(row))).join('')
}

/**
 * The whole sheet as pieces of CSV text, in order of first login. Refuses analysis_unfinished. Leaves a row in the audit
 * before the first line is read.
 */
export async function exportCsv(who: Principal, id: string, origin?: Partial<Origin>): Promise<{ name: string; chunks: AsyncIterable<string> } | Refusal> {
  const opened = await openWhole(who, id)
  if (opened instanceof Refusal) return opened
  const { analysis, sheet } = opened
  const entry = { who, action: 'retention.export', object: `run:${sheet.runId}`, detail: { format: 'csv', players: sheet.rows }, ...origin }
  await db.$transaction((tx) => recordAudit(tx, entry))
  return { name: `${stemOf(analysis)}.csv`, chunks: csvOf(sheet, analysis.columns) }
}

async function* cellRows(pieces: AsyncIterable<PlayerRow[]>, columns: readonly string[]): SheetRows {
  for await (const rows of pieces) yield rows.map(cellsOf(columns))
}

/**
 * The rows of an analysis' sheet that the filters find, in the order asked for; leaves a row in the audit. Refuses
 * analysis_unfinished until the run has succeeded, column_unknown, and export_too_large for a workbook of more rows than
 * a workbook can hold.
 */
export async function exportPlayers(who: Principal, id: string, query: PlayerExportQuery, origin: Origin): Promise<Sheet | Refusal> {
  const opened = await openWhole(who, id)
  if (opened instanceof Refusal) return opened
  const { analysis, sheet } = opened
  const { format, sort, ...asked } = query
  const found = await findRows(sheet, asked, sort)
  if (found instanceof Refusal) return found
  const most = format === 'xlsx' ? mostWorkbookRows : Number.POSITIVE_INFINITY
  if (found.total > most) return refuse('export_too_large', 422, { rows: found.total, most })
  const detail = { format, players: found.total, ...asked, ...(sort ? { sort } : {}) }
  await db.$transaction((tx) => recordAudit(tx, { who, action: 'retention.export', object: `run:${sheet.runId}`, detail, ...origin }))
  const columns = analysis.columns.map((name) => ({ name, width: name.length + 6 }))
  const rows = cellRows(piecesOf(sheet, found), analysis.columns)
  // A part of the sheet must not pass for the whole, not even by its name.
  return { stem: `${stemOf(analysis)}${found.total < sheet.rows ? '_filtered' : ''}`, at: null, format, columns, rows }
}
