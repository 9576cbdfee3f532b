import { sheetColumns } from '#core/retention/columns.ts'
import { definitionHash, definitionOf } from '#core/retention/definition.ts'
import { statusOf, UNKNOWN } from '#core/retention/sheet.ts'
import { windowFault } from '#core/retention/window.ts'
import { csvHead, csvLine } from '#core/shared/csv.ts'
import { bigintId } from '#core/shared/ids.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { findSource } from '#features/gamelog/repository.ts'
import { analyseJob } from '#features/retention/jobs.ts'
import {
  type AnalysisRow,
  findAnalysis,
  findRuns,
  insertAnalysis,
  listAnalyses as listAnalysisRows,
  listPlayers as listPlayerRows,
  listPlayersAfter,
  type PlayerFilter,
  type PlayerOrder,
  type SortColumn,
  type StoredPlayer,
} from '#features/retention/repository.ts'
import {
  type Analysis,
  type AnalysisPage,
  type AnalysisQuery,
  type AnalysisRequest,
  analysisSorts,
  type PlayerPage,
  type PlayerQuery,
  type PlayerRow,
  receipt,
  summary,
} from '#features/retention/schema.ts'
import type { Run } from '#features/runs/schema.ts'
import { createRun } from '#features/runs/service.ts'
import { db } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'

type Origin = { ip: string; requestId: string }
type Stored = { lookbackDays: number | null; sample: { players: number } | null }

const notFound = () => refuse('not_found', 404)

function toAnalysis(row: AnalysisRow, run: Run): Analysis {
  // The definition was written by this file, from core/retention/definition.ts.
  const { lookbackDays, sample } = row.definition as Stored
  return {
    run,
    source: row.source.name,
    zone: row.source.zone,
    from: row.from.toISOString(),
    to: row.to.toISOString(),
    lookbackDays,
    sample: sample?.players ?? null,
    summary: row.summary === null ? null : summary.parse(row.summary),
    receipt: row.receipt === null ? null : receipt.parse(row.receipt),
  }
}

/**
 * Creates the run of an analysis. `from` and `to` are taken to the millisecond.
 * Refuses source_unknown, window_reversed, window_in_future, window_too_long.
 */
export async function startAnalysis(who: Principal, request: AnalysisRequest, origin?: Origin): Promise<Analysis | Refusal> {
  const window = { from: Date.parse(request.from), to: Date.parse(request.to) }
  const fault = windowFault(window, Date.now())
  if (fault) return refuse(fault, 400, {}, fault === 'window_too_long' ? 'to' : 'from')
  const source = await findSource(request.source)
  if (!source) return refuse('source_unknown', 404, { source: request.source }, 'source')
  const definition = definitionOf({
    sourceId: source.id,
    prefix: source.prefix,
    window,
    lookbackDays: request.lookbackDays ?? null,
    sample: request.sample ?? null,
  })
  const [from, to] = [new Date(window.from), new Date(window.to)]
  const title = { source: source.name, from: from.toISOString(), to: to.toISOString() }
  const keywords = `${source.name} ${source.prefix} ${title.from} ${title.to}`
  const run = await db.$transaction(async (tx) => {
    const created = await createRun(tx, { job: analyseJob, payload: {}, title, keywords, by: who, ...origin })
    const stored = definition as Prisma.InputJsonObject
    await insertAnalysis(tx, { runId: BigInt(created.id), sourceId: source.id, from, to, definition: stored, definitionHash: definitionHash(definition) })
    return created
  })
  const row = await findAnalysis(BigInt(run.id))
  return row ? toAnalysis(row, run) : notFound()
}

/** What the order of the list of analyses means; ties are newest first. */
export function analysisOrder(sort: string | undefined): Prisma.AnalysisOrderByWithRelationInput[] {
  const column = analysisSorts.find((name) => name === sort?.replace(/^-/, '')) ?? 'createdAt'
  const direction = sort && !sort.startsWith('-') ? 'asc' : 'desc'
  return [column === 'source' ? { source: { name: direction } } : { [column]: direction }, { runId: 'desc' }]
}

/** What the filters of the list of analyses mean. */
export const whereOfAnalyses = ({ source }: Pick<AnalysisQuery, 'source'>): Prisma.AnalysisWhereInput =>
  source ? { source: { OR: [{ name: source }, { id: source }] } } : {}

/** Stored analyses with their runs, in the order given. */
export async function analysesOf(rows: readonly AnalysisRow[]): Promise<Analysis[]> {
  const runs = await findRuns(rows.map((row) => row.runId))
  return rows.flatMap((row) => {
    const run = runs.get(row.runId)
    return run ? [toAnalysis(row, run)] : []
  })
}

export async function listAnalyses(_who: Principal, query: AnalysisQuery): Promise<AnalysisPage> {
  const { page, pageSize } = query
  const { rows, total } = await listAnalysisRows(whereOfAnalyses(query), analysisOrder(query.sort), (page - 1) * pageSize, pageSize)
  return { items: await analysesOf(rows), total, page, pageSize, countedAt: new Date().toISOString() }
}

/** `id` is the run's. */
export async function loadAnalysis(_who: Principal, id: string): Promise<Analysis | Refusal> {
  const runId = bigintId(id)
  const row = runId ? await findAnalysis(runId) : null
  const run = row ? (await findRuns([row.runId])).get(row.runId) : undefined
  return row && run ? toAnalysis(row, run) : notFound()
}

export function toPlayerRow(row: StoredPlayer): PlayerRow {
  return {
    uid: row.uid,
    auth_id: row.authId ?? UNKNOWN,
    nickname: row.nickname ?? UNKNOWN,
    first_login_time: new Date(Number(row.firstLoginMs)).toISOString(),
    retention_status: statusOf(row.retentionD1),
    country: row.country ?? UNKNOWN,
    device: row.device ?? UNKNOWN,
    active_seconds: row.activeSeconds,
    retention_d1: row.retentionD1 === null ? null : row.retentionD1 === 1 ? 1 : 0,
    tutorial_entry: row.tutorialEntry,
    tutorial_completed: row.tutorialCompleted,
    dungeon_entry_count: row.dungeonEntryCount,
    dungeon_escape_count: row.dungeonEscapeCount,
    monster_kill_count: row.monsterKillCount,
    player_kill_count: row.playerKillCount,
    matching_complete_count: row.matchingCompleteCount,
    friend_add_count: row.friendAddCount,
  }
}

/** Column of the table behind each column of the sheet. */
const sortColumns: Record<(typeof sheetColumns)[number], SortColumn> = {
  uid: 'uid',
  auth_id: 'authId',
  nickname: 'nickname',
  first_login_time: 'seq',
  retention_status: 'retentionD1',
  country: 'country',
  device: 'device',
  active_seconds: 'activeSeconds',
  retention_d1: 'retentionD1',
  tutorial_entry: 'tutorialEntry',
  tutorial_completed: 'tutorialCompleted',
  dungeon_entry_count: 'dungeonEntryCount',
  dungeon_escape_count: 'dungeonEscapeCount',
  monster_kill_count: 'monsterKillCount',
  player_kill_count: 'playerKillCount',
  matching_complete_count: 'matchingCompleteCount',
  friend_add_count: 'friendAddCount',
}

/** What the order of the sheet of players means. */
export function playerOrder(sort: string | undefined): PlayerOrder {
  const wanted = sheetColumns.find((name) => name === sort?.replace(/^-/, ''))
  return wanted ? { column: sortColumns[wanted], descending: sort?.startsWith('-') ?? false } : { column: 'seq', descending: false }
}

const statusValue = { Retained_d1: 1, Retained_d0: 0, Unripe_d1: null } as const
const knownValue = (value: string | undefined): string | null | undefined => (value === UNKNOWN ? null : value || undefined)

/** What the filters of a sheet mean. */
export const playerFilter = ({ q, status, country, device }: Pick<PlayerQuery, 'q' | 'status' | 'country' | 'device'>): PlayerFilter => ({
  text: q || undefined,
  retentionD1: status && statusValue[status],
  country: knownValue(country),
  device: knownValue(device),
})

/** One page of the sheet; what is there already while the run goes on. */
export async function listPlayers(_who: Principal, id: string, query: PlayerQuery): Promise<PlayerPage | Refusal> {
  const runId = bigintId(id)
  if (!runId || !(await findAnalysis(runId))) return notFound()
  const { page, pageSize } = query
  const { rows, total } = await listPlayerRows(runId, playerFilter(query), playerOrder(query.sort), (page - 1) * pageSize, pageSize)
  return { items: rows.map(toPlayerRow), total, page, pageSize, countedAt: new Date().toISOString() }
}

const CSV_PAGE = 2_000
const day = (at: Date): string => at.toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '_')

async function* csvOf(runId: bigint): AsyncGenerator<string> {
  yield csvHead(sheetColumns)
  for (let seq = -1; ; ) {
    const rows = await listPlayersAfter(runId, seq, CSV_PAGE)
    if (rows.length === 0) return
    yield rows.map((row) => csvLine(Object.values(toPlayerRow(row)))).join('')
    seq = rows.at(-1)?.seq ?? seq
  }
}

/**
 * The whole sheet as pieces of CSV text, in order of first login. Refused (analysis_unfinished) until the run has
 * succeeded: a part of a sheet must not pass for the whole. Leaves a row in the audit before the first line is read.
 */
export async function exportCsv(who: Principal, id: string, origin?: Origin): Promise<{ name: string; chunks: AsyncIterable<string> } | Refusal> {
  const analysis = await loadAnalysis(who, id)
  if (!('run' in analysis)) return analysis
  if (analysis.run.state !== 'succeeded') return refuse('analysis_unfinished', 409, { state: analysis.run.state })
  const { id: runId } = analysis.run
  const players = analysis.summary?.players ?? null
  await db.$transaction((tx) => recordAudit(tx, { who, action: 'retention.export', object: `run:${runId}`, detail: { format: 'csv', players }, ...origin }))
  const name = `new_users_${day(new Date(analysis.from))}_${day(new Date(analysis.to))}.csv`
  return { name, chunks: csvOf(BigInt(runId)) }
}
