import { COLUMN_FORM } from '#core/retention/columns/sheet.ts'
import { definitionHash, definitionOf, type NicknameTable, readDefinition } from '#core/retention/definition.ts'
import type { VersionedMetric } from '#core/retention/metrics.ts'
import { GAP_MS, type Range, windowFault } from '#core/retention/window.ts'
import { bigintId } from '#core/shared/ids.ts'
import { sortingOf } from '#core/shared/paging.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { findSource, type LinkedSource } from '#features/gamelog/repository.ts'
import { analyseJob } from '#features/retention/jobs.ts'
import { metricsFor } from '#features/retention/metrics/service.ts'
import { type AnalysisRow, findAnalysis, findRuns, insertAnalysis, listAnalyses as listAnalysisRows } from '#features/retention/repository.ts'
import {
  type Analysis,
  type AnalysisPage,
  type AnalysisQuery,
  type AnalysisRequest,
  analysisSorts,
  playerColumns,
  receipt,
  summary,
} from '#features/retention/schema.ts'
import type { Run } from '#features/runs/schema.ts'
import { createRun } from '#features/runs/service.ts'
import { atOneMoment, db, type Tx } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'

type Origin = { ip: string; requestId: string }

const notFound = () => refuse('not_found', 404)

function toAnalysis(row: AnalysisRow, run: Run): Analysis {
  const { lookbackDays, sample, identity, activity, metrics } = readDefinition(row.definition)
  return {
    run,
    source: row.source.name,
    zone: row.source.zone,
    from: row.from.toISOString(),
    to: row.to.toISOString(),
    lookbackDays,
    sample,
    identity,
    gapSeconds: activity.gapMs / 1000,
    sessionCapSeconds: activity.sessionCapMs === null ? null : activity.sessionCapMs / 1000,
    metrics: metrics.map(({ name, label, version }) => ({ name, label, version })),
    columns: [...playerColumns, ...metrics.map(({ name }) => name)],
    sheet: row.summary === null ? 'none' : row.sheetForm === COLUMN_FORM ? 'kept' : 'old_form',
    summary: row.summary === null ? null : summary.parse(row.summary),
    receipt: row.receipt === null ? null : receipt.parse(row.receipt),
  }
}

/** What a request asks for, looked up. */
export type ReadRequest = {
  source: LinkedSource
  window: Range
  metrics: VersionedMetric[]
  definition: ReturnType<typeof definitionOf>
}

/** The game's table of players, where the source names one with a column for nicknames. */
function nicknameTable(source: LinkedSource): NicknameTable | null {
  const { playerEnvironmentId: environmentId, playerTable: table, playerUidColumn: uidColumn, playerNicknameColumn: nicknameColumn } = source
  return environmentId && table && uidColumn && nicknameColumn ? { environmentId, table, uidColumn, nicknameColumn } : null
}

/** Checks a request and makes its definition. Refuses source_unknown, window_reversed, window_in_future, window_too_long, metric_unknown. */
export async function readRequest(request: AnalysisRequest): Promise<ReadRequest | Refusal> {
  const window = { from: Date.parse(request.from), to: Date.parse(request.to) }
  const fault = windowFault(window, Date.now())
  if (fault) return refuse(fault, 400, {}, fault === 'window_too_long' ? 'to' : 'from')
  const source = await findSource(request.source)
  if (!source) return refuse('source_unknown', 404, { source: request.source }, 'source')
  const metrics = await metricsFor(request.metrics ?? null)
  if (metrics instanceof Refusal) return metrics
  const { lookbackDays = null, sample = null, identity = 'uid', gapSeconds, sessionCapSeconds } = request
  const definition = definitionOf({
    sourceId: source.id,
    prefix: source.prefix,
    window,
    lookbackDays,
    sample,
    identity,
    activity: { gapMs: gapSeconds === undefined ? GAP_MS : gapSeconds * 1000, sessionCapMs: sessionCapSeconds === undefined ? null : sessionCapSeconds * 1000 },
    nickname: { field: source.nicknameField, table: nicknameTable(source) },
    metrics,
  })
  return { source, window, metrics, definition }
}

/** Creates the run of an analysis. `from` and `to` are taken to the millisecond. Refuses what `readRequest` refuses. */
export async function startAnalysis(who: Principal, request: AnalysisRequest, origin?: Origin): Promise<Analysis | Refusal> {
  const read = await readRequest(request)
  if (read instanceof Refusal) return read
  const { source, window, definition } = read
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

/** What the order of the list of analyses means. */
export function analysisOrder(sort: string | undefined): Prisma.AnalysisOrderByWithRelationInput[] {
  const { column, direction } = sortingOf(sort, analysisSorts, '-createdAt')
  return [column === 'source' ? { source: { name: direction } } : { [column]: direction }, { runId: direction }]
}

/** What the filters of the list of analyses mean. */
export const whereOfAnalyses = ({ source }: Pick<AnalysisQuery, 'source'>): Prisma.AnalysisWhereInput =>
  source ? { source: { OR: [{ name: source }, { id: source }] } } : {}

/** Stored analyses with their runs, in the order given. */
export async function analysesOf(rows: readonly AnalysisRow[], tx?: Tx): Promise<Analysis[]> {
  const runs = await findRuns(
    rows.map((row) => row.runId),
    tx,
  )
  return rows.flatMap((row) => {
    const run = runs.get(row.runId)
    return run ? [toAnalysis(row, run)] : []
  })
}

export async function listAnalyses(_who: Principal, query: AnalysisQuery): Promise<AnalysisPage> {
  const { page, pageSize } = query
  const place = { skip: (page - 1) * pageSize, take: pageSize }
  return atOneMoment(async (tx) => {
    const { rows, total } = await listAnalysisRows(tx, whereOfAnalyses(query), analysisOrder(query.sort), place)
    return { items: await analysesOf(rows, tx), total, page, pageSize, countedAt: new Date().toISOString() }
  })
}

/** `id` is the run's. */
export async function loadAnalysis(_who: Principal, id: string): Promise<Analysis | Refusal> {
  const runId = bigintId(id)
  if (runId === null) return notFound()
  const [row, run] = await atOneMoment(async (tx) => [await findAnalysis(runId, tx), (await findRuns([runId], tx)).get(runId)] as const)
  return row && run ? toAnalysis(row, run) : notFound()
}
