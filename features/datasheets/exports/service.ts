import { z } from 'zod'
import { sheetsFor } from '#core/datasheets/mapping/export.ts'
import { bigintId } from '#core/shared/ids.ts'
import { may, type Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { strictestKind, visibleKinds } from '#features/datasheets/access.ts'
import * as repository from '#features/datasheets/exports/repository.ts'
import {
  type ExportRequest,
  type ExportStarted,
  exportFormats,
  exportOutcome,
  exportRequest,
  type SheetExport,
  type SheetExportPage,
  type SheetExportQuery,
} from '#features/datasheets/exports/schema.ts'
import { exportJob } from '#features/datasheets/jobs.ts'
import { latestMapping, latestVersion } from '#features/datasheets/mapping/repository.ts'
import { environmentsOf } from '#features/datasheets/plans/repository.ts'
import { environmentFor, type Origin, readTables } from '#features/datasheets/service.ts'
import { type EnvironmentRow, findEnvironment } from '#features/environments/repository.ts'
import { runError, runState } from '#features/runs/schema.ts'
import { createRun } from '#features/runs/service.ts'
import type { ScheduledAct } from '#features/schedules/jobs.ts'
import { type Tx, transact } from '#server/database.ts'

const notFound = () => refuse('not_found', 404)
const names = z.array(z.string())

type Environments = Awaited<ReturnType<typeof environmentsOf>>

function toExport(who: Principal, row: repository.ExportRow, environments: Environments): SheetExport {
  const now = environments.get(row.environmentId)
  // Of a file that had to be written anew the first one is still there.
  const artefact = may(who, 'datasheets.export') ? (row.run.artefacts.at(-1) ?? null) : null
  return {
    run: { id: String(row.runId), state: runState.parse(row.run.state), error: row.run.error === null ? null : runError.parse(row.run.error) },
    environment: { id: row.environmentId, name: now?.name ?? row.environment, kind: strictestKind(row.environmentKind, now?.kind) },
    tables: names.parse(row.tables),
    format: exportFormats.find((format) => format === row.format) ?? 'xlsx',
    mappingVersion: row.mappingVersion,
    outcome: row.outcome === null ? null : exportOutcome.parse(row.outcome),
    artefact: artefact && {
      id: String(artefact.id),
      name: artefact.name,
      contentType: artefact.contentType,
      bytes: Number(artefact.bytes),
      sha256: artefact.sha256,
      createdAt: artefact.createdAt.toISOString(),
      expiresAt: artefact.expiresAt.toISOString(),
    },
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  }
}

export async function listExports(who: Principal, query: SheetExportQuery): Promise<SheetExportPage> {
  const { rows, total } = await repository.pageOfExports(query, visibleKinds(who))
  const environments = await environmentsOf(rows)
  const items = rows.map((row) => toExport(who, row, environments))
  return { items, total, page: query.page, pageSize: query.pageSize, countedAt: new Date().toISOString() }
}

/** By the number of its run. */
export async function loadExport(who: Principal, id: string): Promise<SheetExport | Refusal> {
  const runId = bigintId(id)
  const row = runId === null ? null : await repository.findExport(runId)
  if (!row) return notFound()
  const found = toExport(who, row, await environmentsOf([row]))
  return may(who, 'datasheets.view', found.environment.kind) ? found : notFound()
}

/** Whether each of these tables can be exported; refuses export_table_unknown, export_no_sheet, export_nothing, and what keeps the console from looking. */
async function tablesFault(environment: EnvironmentRow, wanted: readonly string[]): Promise<Refusal | null> {
  const tables = await readTables(environment)
  if (tables instanceof Refusal) return tables
  const { mapping } = await latestMapping(environment.id)
  const missing = wanted.find((name) => !tables.some((table) => table.name === name))
  if (missing !== undefined) return refuse('export_table_unknown', 422, { table: missing, environment: environment.name }, 'tables')
  const unnamed = tables.find((table) => wanted.includes(table.name) && !sheetsFor(table, mapping, tables))
  if (unnamed) return refuse('export_no_sheet', 422, { table: unnamed.name }, 'tables')
  return tables.length === 0 ? refuse('export_nothing', 422, { environment: environment.name }, 'environment') : null
}

type Wanted = { environment: EnvironmentRow; tables: readonly string[]; format: ExportRequest['format'] }

/** Without names it is all tables. */
const titleOf = ({ environment, tables }: Wanted) => ({ environment: environment.name, tables: tables.length, first: tables[0] ?? '', more: tables.length - 1 })

async function start(tx: Tx, who: Principal, wanted: Wanted, origin: Partial<Origin>): Promise<ExportStarted> {
  const { environment, tables, format } = wanted
  const mappingVersion = await latestVersion(environment.id)
  const keywords = [environment.name, ...tables].join(' ').slice(0, 500)
  const run = await createRun(tx, { job: exportJob, payload: {}, title: titleOf(wanted), keywords, by: who, ...origin })
  await repository.insertExport(tx, { runId: BigInt(run.id), environment, mappingVersion, tables, format, createdById: who.userId })
  const detail = { environment: environment.name, kind: environment.kind, mappingVersion, format, tables: [...tables] }
  await recordAudit(tx, { who, action: 'datasheets.export', object: `environment:${environment.id}`, runId: run.id, detail, ...origin })
  return { run: { id: run.id, state: run.state } }
}

/** Makes an export and its run. Refuses environment_unknown, environment_forbidden, export_table_unknown, export_no_sheet, export_nothing. */
export async function startExport(who: Principal, { environment, tables = [], format }: ExportRequest, origin: Origin): Promise<ExportStarted | Refusal> {
  const row = await environmentFor(who, 'datasheets.export', environment, origin, 'environment')
  if (row instanceof Refusal) return row
  const wanted = [...new Set(tables)].sort()
  const fault = await tablesFault(row, wanted)
  return fault ?? transact((tx) => start(tx, who, { environment: row, tables: wanted, format }, origin))
}

/** The same at a time. The environment is the one that it was then, by its id; all tables are all that there are by then. */
export const exportAct: ScheduledAct<ExportRequest> = {
  act: 'datasheets.export',
  permission: 'datasheets.export',
  payload: exportRequest,
  prepare: async (who, { environment, tables = [], format }, origin) => {
    const row = await environmentFor(who, 'datasheets.export', environment, origin, 'environment')
    if (row instanceof Refusal) return row
    const wanted = { environment: row, tables: [...new Set(tables)].sort(), format }
    const fault = await tablesFault(row, wanted.tables)
    if (fault) return fault
    const payload = { environment: row.id, format, ...(wanted.tables.length ? { tables: wanted.tables } : {}) }
    return { title: titleOf(wanted), environment: { id: row.id, name: row.name, kind: strictestKind(row.kind, undefined) }, payload }
  },
  start: async (tx, by, { environment, tables = [], format }) => {
    const row = await findEnvironment(environment)
    if (!row) return refuse('environment_unknown', 404, { environment })
    const kind = strictestKind(row.kind, undefined)
    if (!may(by, 'datasheets.export', kind)) return refuse('environment_forbidden', 403, { name: row.name, kind })
    const { run } = await start(tx, by, { environment: row, tables, format }, {})
    return { runId: BigInt(run.id) }
  },
}
