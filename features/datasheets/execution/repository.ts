import type { Finding } from '#core/datasheets/finding.ts'
import { emptyMapping, type Mapping, mapping } from '#core/datasheets/mapping/mapping.ts'
import { BLOCK_OPERATIONS, countApart, countOperations } from '#core/datasheets/plan-rows.ts'
import type { FindingCount, TableResult } from '#core/datasheets/result.ts'
import { Refusal, RunFailure, refuse, wellFormed } from '#core/shared/refusal.ts'
import { type DatasheetPermission, mayAsRole, strictestKind } from '#features/datasheets/access.ts'
import { comparisonRequest, type SchemaDifference } from '#features/datasheets/comparisons/schema.ts'
import type { UploadKind } from '#features/datasheets/uploads/schema.ts'
import { findEnvironment } from '#features/environments/repository.ts'
import { gameDoor } from '#features/environments/service.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { runState } from '#features/runs/schema.ts'
import { db, type Tx } from '#server/database.ts'
import { env } from '#server/env.ts'
import { pathOfFile } from '#server/files/kept.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'
import { packLines } from '#server/packed-lines.ts'

/** Everything that the run of a plan must know. It holds the password of the game database: for the child's message only, never for a log. */
export type PlanJob = {
  planId: bigint
  environment: { id: string; name: string; url: string; tables: readonly string[] | null }
  mapping: Mapping
  files: readonly { name: string; kind: UploadKind; path: string; sha256: string }[]
}

/** The same of a comparison of two databases: the plan is for `environment`, the rows come from `source`. `tables` null: all that both have. */
export type ComparisonPlan = Omit<PlanJob, 'files'> & { source: PlanJob['environment']; tables: readonly string[] | null }

/** What a finished comparison leaves beside tables, findings and operations. */
export type PlanOutcome = {
  sha256: string
  schemaFingerprint: string
  /** Of the game database that was read; null where nobody knows. */
  addressSha256?: string | null
  /** When the snapshot was opened; ISO. */
  readAt: string
  /** All that were found, those that were not kept too. */
  findings: readonly FindingCount[]
  unreadSheets: readonly { file: string; sheet: string; reason: 'ignored' | 'unmatched' | 'empty' }[]
  /** Of two databases: what they declare differently. */
  schema?: readonly SchemaDifference[]
  /** Of a choice from a plan: it grows old with what that one read, however late it is made. */
  derived?: boolean
}

const FINDINGS_AT_ONCE = 500

async function mappingOf(environmentId: string, version: number): Promise<Mapping> {
  if (version === 0) return emptyMapping
  const row = await db.sheetMapping.findUniqueOrThrow({ where: { environmentId_version: { environmentId, version } } })
  return mapping.parse(row.body)
}

async function filesOf(planId: bigint): Promise<PlanJob['files']> {
  const files = await db.sheetPlanFile.findMany({ where: { planId }, orderBy: { position: 'asc' } })
  const uploads = await db.sheetUpload.findMany({ where: { id: { in: files.map(({ uploadId }) => uploadId) } }, select: { id: true, path: true } })
  const paths = new Map(uploads.map(({ id, path }) => [id, path]))
  return files.map(({ uploadId, name, kind, sha256 }) => {
    const path = paths.get(uploadId)
    if (path === undefined) throw new RunFailure(refuse('upload_gone', 410, { file: name }))
    return { name, kind: kind === 'csv' ? 'csv' : 'xlsx', path: pathOfFile(path), sha256 }
  })
}

/** The environment of this id, which a run reads. Throws RunFailure where it is gone or cannot be opened. */
async function doorTo({ id, name }: { id: string; name: string }) {
  const row = await findEnvironment(id)
  if (row?.id !== id) throw new RunFailure(refuse('environment_gone', 410, { name }))
  const door = gameDoor(row)
  if (door instanceof Refusal) throw new RunFailure(door)
  const environment = { id: row.id, name: row.name, url: door.url, tables: door.tables }
  return { environment, kind: strictestKind(row.kind, undefined) }
}

/** An environment that became production since is none that just anybody's plan may be compared with. */
function mayStill(role: string, permission: DatasheetPermission, { environment: { name }, kind }: Awaited<ReturnType<typeof doorTo>>): void {
  if (!mayAsRole(role, permission, kind)) throw new RunFailure(refuse('environment_forbidden', 403, { name, kind }))
}

/**
 * The plan of a run. Throws RunFailure (environment_gone, environment_forbidden, environment_sealed, upload_gone) for what no repeat can cure, also when the
 * run is tried again or goes on.
 */
export async function planJob(runId: bigint): Promise<PlanJob> {
  const plan = await db.sheetPlan.findFirstOrThrow({ where: { runId, origin: 'files' }, include: { createdBy: { select: { role: true } } } })
  const target = await doorTo({ id: plan.environmentId, name: plan.environment })
  if (target.kind !== plan.environmentKind) mayStill(plan.createdBy.role, 'datasheets.diff', target)
  const mapping = await mappingOf(target.environment.id, plan.mappingVersion)
  return { planId: plan.id, environment: target.environment, mapping, files: await filesOf(plan.id) }
}

const comparisonAsked = comparisonRequest.pick({ tables: true })

/** The plan of a run that compares two databases; throws as `planJob` does. Of the source's kind nothing is kept: its creator must be one who may read it now. */
export async function comparisonPlan(runId: bigint): Promise<ComparisonPlan> {
  const plan = await db.sheetPlan.findFirstOrThrow({ where: { runId, origin: 'compare' }, include: { createdBy: { select: { role: true } } } })
  const target = await doorTo({ id: plan.environmentId, name: plan.environment })
  const source = await doorTo({ id: plan.sourceId ?? '', name: plan.source ?? '' })
  if (target.kind !== plan.environmentKind) mayStill(plan.createdBy.role, 'datasheets.diff', target)
  mayStill(plan.createdBy.role, 'datasheets.export', source)
  const { tables = null } = comparisonAsked.parse(plan.request ?? {})
  const mapping = await mappingOf(target.environment.id, plan.mappingVersion)
  return { planId: plan.id, environment: target.environment, source: source.environment, mapping, tables }
}

/** `position`: number of the table in the plan, from 0. */
export async function keepTable(tx: Tx, planId: bigint, position: number, result: TableResult): Promise<void> {
  await tx.sheetPlanTable.create({ data: { planId, position, name: result.table, body: result as unknown as Prisma.InputJsonObject } })
}

const cut = (text: string | null, most: number): string | null => (text === null ? null : [...text].slice(0, most).join(''))

/** Findings in the order in which they are shown; `first` is the place of the first of them. */
export async function keepFindings(tx: Tx, planId: bigint, first: number, findings: readonly Finding[]): Promise<void> {
  for (let at = 0; at < findings.length; at += FINDINGS_AT_ONCE) {
    const data = findings.slice(at, at + FINDINGS_AT_ONCE).map((one, index) => ({
      planId,
      position: first + at + index,
      level: one.level,
      code: one.code,
      file: cut(one.file, 255) ?? '',
      sheet: cut(one.sheet, 255),
      cell: one.cell,
      table: one.table,
      column: one.column,
      value: cut(one.value, 250)?.toWellFormed() ?? null,
      params: wellFormed(one.params) as Prisma.InputJsonObject,
    }))
    await tx.sheetPlanFinding.createMany({ data })
  }
}

/**
 * One block of a table's operations in order of their keys: `block` from 0, at most BLOCK_OPERATIONS lines.
 * A line is JSON of a KeptOperation whose first member is `op`.
 */
export async function keepOperations(tx: Tx, planId: bigint, position: number, block: number, lines: readonly string[]): Promise<void> {
  if (lines.length > BLOCK_OPERATIONS) throw new Error(`a block of ${lines.length} operations`)
  const { inserts, updates, deletes } = countOperations(lines)
  const data = await packLines(lines)
  await tx.$executeRaw`
    INSERT INTO datasheets_plan_block (planId, position, block, inserts, updates, deletes, data)
    VALUES (${planId}, ${position}, ${block}, ${inserts}, ${updates}, ${deletes}, ${data})`
}

/** One block of a table's rows apart in order of their keys, as `keepOperations` does it. A line is JSON of an ApartRow whose first member is `kind`. */
export async function keepApart(tx: Tx, planId: bigint, position: number, block: number, lines: readonly string[]): Promise<void> {
  if (lines.length > BLOCK_OPERATIONS) throw new Error(`a block of ${lines.length} rows apart`)
  const data = await packLines(lines)
  await tx.sheetPlanApart.create({ data: { planId, position, block, ...countApart(lines), data } })
}

/** Whether what an earlier attempt kept was swept since. Never so of a plan whose run did not end meanwhile. */
export const isSwept = async (planId: bigint): Promise<boolean> => (await db.sheetPlan.count({ where: { id: planId, rowsRemovedAt: { not: null } } })) > 0

/** Forgets what an earlier attempt kept: for `context.forget`. */
export async function clearPlan(tx: Tx, planId: bigint): Promise<void> {
  // Before the blocks, as who sweeps does it: from here on those that come are not swept.
  await tx.sheetPlan.update({ where: { id: planId }, data: { rowsRemovedAt: null } })
  await tx.sheetPlanTable.deleteMany({ where: { planId } })
  await tx.sheetPlanFinding.deleteMany({ where: { planId } })
  await tx.sheetPlanBlock.deleteMany({ where: { planId } })
  await tx.sheetPlanApart.deleteMany({ where: { planId } })
}

/** The states of these runs; none of those that are gone. */
export async function statesOfRuns(ids: readonly bigint[]) {
  const rows = await db.run.findMany({ where: { id: { in: [...ids] } }, select: { id: true, state: true } })
  return new Map(rows.map(({ id, state }) => [String(id), runState.parse(state)]))
}

type Totals = { tables: number; insert: number; update: number; delete: number; unchanged: number; errors: number; warnings: number }

async function resultsOf(tx: Tx, planId: bigint): Promise<TableResult[]> {
  const rows = await tx.sheetPlanTable.findMany({ where: { planId }, select: { body: true } })
  // Only keepTable writes it.
  return rows.map(({ body }) => body as unknown as TableResult)
}

function totalsOf(tables: readonly TableResult[], findings: readonly FindingCount[]): Totals {
  const sum = (name: 'insert' | 'update' | 'delete' | 'unchanged') => tables.reduce((total, table) => total + table[name], 0)
  const found = (level: string) => findings.reduce((total, one) => total + (one.level === level ? one.count : 0), 0)
  const changes = { insert: sum('insert'), update: sum('update'), delete: sum('delete'), unchanged: sum('unchanged') }
  return { tables: tables.length, ...changes, errors: found('error'), warnings: found('warning') }
}

/** Until when a draft that is made now may be applied, by the database's clock; of what was read before `readAt` no longer than that was. */
export async function draftUntil(tx: Tx, readAt: Date | null = null): Promise<Date> {
  const now = (await databaseNow(tx)).getTime()
  return new Date(Math.min(now, readAt?.getTime() ?? now) + env.DATASHEETS_PLAN_DAYS * 86_400_000)
}

/**
 * Makes the plan a draft, or one with conflicts, which gets no digest: for the `commit` of the run's outcome, after everything else
 * was kept. A run that fails leaves it with neither, and its state is then told from the run's: nothing has to be written for that.
 */
export async function finishPlan(
  tx: Tx,
  planId: bigint,
  { sha256, schemaFingerprint, addressSha256 = null, readAt, findings, unreadSheets, schema = [], derived = false }: PlanOutcome,
): Promise<void> {
  const tables = await resultsOf(tx, planId)
  const conflicts = tables.reduce((sum, { both = 0 }) => sum + both, 0)
  const outcome = { totals: totalsOf(tables, findings), findings: [...findings], unreadSheets: [...unreadSheets], schema: [...schema] }
  const columns = { schemaFingerprint, addressSha256, readAt: new Date(readAt), outcome: outcome satisfies Prisma.InputJsonObject, conflicts }
  const draft = conflicts > 0 ? {} : { sha256, expiresAt: await draftUntil(tx, derived ? new Date(readAt) : null) }
  await tx.sheetPlan.update({ where: { id: planId }, data: { ...columns, ...draft } })
}
