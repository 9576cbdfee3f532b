import { sheetColumns } from '#core/retention/columns.ts'
import type { Cell } from '#core/shared/csv.ts'
import { mostExportRows } from '#core/shared/export.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { countAnalyses, countPlayers, listAnalysesByIds, listAnalysisIds, listPlayerSeqs, listPlayersBySeqs } from '#features/retention/export/repository.ts'
import type { AnalysisExportQuery, PlayerExportQuery } from '#features/retention/export/schema.ts'
import type { StoredPlayer } from '#features/retention/repository.ts'
import type { Analysis } from '#features/retention/schema.ts'
import { analysesOf, analysisOrder, loadAnalysis, playerFilter, playerOrder, toPlayerRow, whereOfAnalyses } from '#features/retention/service.ts'
import { db } from '#server/database.ts'
import { type Sheet, sheetRows, tooLarge } from '#server/http/export.ts'

type Origin = { ip: string; requestId: string }

const analysesAtOnce = 500
const playersAtOnce = 2_000

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

/**
 * The rows of an analysis' sheet that the filters find, in the order of the list; leaves a row in the audit. Refuses
 * analysis_unfinished until the run has succeeded, and export_too_large.
 */
export async function exportPlayers(who: Principal, id: string, query: PlayerExportQuery, origin: Origin): Promise<Sheet | Refusal> {
  const analysis = await loadAnalysis(who, id)
  if (!('run' in analysis)) return analysis
  if (analysis.run.state !== 'succeeded') return refuse('analysis_unfinished', 409, { state: analysis.run.state })
  const { format, ...asked } = query
  const [runId, filter] = [BigInt(analysis.run.id), playerFilter(asked)]
  const refusal = tooLarge(await countPlayers(runId, filter))
  if (refusal) return refusal
  const seqs = await listPlayerSeqs(runId, filter, playerOrder(asked.sort), mostExportRows)
  const entry = { who, action: 'retention.export', object: `run:${runId}`, detail: { format, players: seqs.length, ...asked }, ...origin }
  await db.$transaction((tx) => recordAudit(tx, entry))
  const read = (part: readonly number[]) => listPlayersBySeqs(runId, part)
  const columns = sheetColumns.map((name) => ({ name, width: name.length + 6 }))
  const cells = (row: StoredPlayer) => Object.values(toPlayerRow(row))
  return { stem: `new_users_${runId}`, at: new Date(), format, columns, rows: sheetRows(seqs, playersAtOnce, read, cells) }
}
