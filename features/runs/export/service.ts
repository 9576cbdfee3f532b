import type { Cell } from '#core/shared/csv.ts'
import { mostExportRows } from '#core/shared/export.ts'
import type { Principal } from '#core/shared/permissions.ts'
import type { Refusal } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { countRuns, listRunIds, listRunsByIds } from '#features/runs/export/repository.ts'
import type { RunExportQuery } from '#features/runs/export/schema.ts'
import type { Run } from '#features/runs/schema.ts'
import { db } from '#server/database.ts'
import { type Sheet, sheetRows, tooLarge } from '#server/http/export.ts'

type Origin = { ip: string; requestId: string }

const pageSize = 1_000

/** Columns of the sheet of runs, widths in characters; instants in UTC. */
export const runColumns = [
  { name: 'id', width: 10 },
  { name: 'kind', width: 20 },
  { name: 'about', width: 50 },
  { name: 'state', width: 12 },
  { name: 'stage', width: 14 },
  { name: 'done', width: 12 },
  { name: 'total', width: 12 },
  { name: 'attempt', width: 8 },
  { name: 'error', width: 24 },
  { name: 'started_by', width: 20 },
  { name: 'created_at', width: 25 },
  { name: 'started_at', width: 25 },
  { name: 'finished_at', width: 25 },
] as const

export function runCells(run: Run): Cell[] {
  const { id, kind, title, state, stage, done, total, attempt, error, createdBy, createdAt, startedAt, finishedAt } = run
  const about = Object.values(title).join(' ')
  return [id, kind, about, state, stage, done, total, attempt, error?.code ?? null, createdBy.name, createdAt, startedAt, finishedAt]
}

/** Every run that the filters find, in the order of the list; leaves a row in the audit before the first line. Refuses export_too_large. */
export async function exportRuns(who: Principal, query: RunExportQuery, origin: Origin): Promise<Sheet | Refusal> {
  const { format, ...filter } = query
  const refusal = tooLarge(await countRuns(filter, who.userId))
  if (refusal) return refusal
  const ids = await listRunIds(filter, who.userId, mostExportRows)
  await db.$transaction((tx) => recordAudit(tx, { who, action: 'runs.export', detail: { format, rows: ids.length, ...filter }, ...origin }))
  return { stem: 'runs', at: new Date(), format, columns: runColumns, rows: sheetRows(ids, pageSize, listRunsByIds, runCells) }
}
