import { z } from 'zod'
import { sortingOf } from '#core/shared/paging.ts'
import type { EnvironmentKind } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import type { FindingQuery, PlanQuery, PlanState } from '#features/datasheets/plans/schema.ts'
import { planSorts } from '#features/datasheets/plans/schema.ts'
import { urlOrNull } from '#features/environments/repository.ts'
import { unfinished } from '#features/runs/view.ts'
import { asTyped, atOneMoment, db, type Tx } from '#server/database.ts'
import { addressDigest } from '#server/game-address.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

const whole = {
  include: {
    createdBy: { select: { id: true, name: true } },
    files: { orderBy: { position: 'asc' } },
    run: { select: { id: true, state: true, error: true, finishedAt: true } },
    imports: { select: { id: true, committedAt: true, run: { select: { state: true } } }, orderBy: { id: 'desc' } },
  },
} as const satisfies Prisma.SheetPlanDefaultArgs
/** Requests for approval end after a day: older plans of the same files than so many have none. */
const mostReplaced = 100

export type PlanRow = Prisma.SheetPlanGetPayload<typeof whole>
export type FindingRow = Prisma.SheetPlanFindingGetPayload<object>

export type NewPlan = {
  runId: bigint
  environment: { id: string; name: string; kind: string }
  mappingVersion: number
  createdById: string
  files: readonly { uploadId: string; name: string; kind: string; bytes: bigint; sha256: string }[]
}

export async function insertPlan(tx: Tx, { runId, environment, mappingVersion, createdById, files }: NewPlan): Promise<PlanRow> {
  const numbered = files.map((file, position) => ({ ...file, position }))
  const place = { environmentId: environment.id, environment: environment.name, environmentKind: environment.kind }
  return tx.sheetPlan.create({ data: { runId, ...place, mappingVersion, createdById, createdAt: new Date(), files: { create: numbered } }, ...whole })
}

export const findPlan = (id: bigint, within?: Tx): Promise<PlanRow | null> => atOneMoment((tx) => tx.sheetPlan.findUnique({ where: { id }, ...whole }), within)

/** Why rows of a plan cannot be had any more (plan_rows_removed); null as long as they are there. */
export const rowsFault = ({ id, rowsRemovedAt }: Pick<PlanRow, 'id' | 'rowsRemovedAt'>): Refusal | null =>
  rowsRemovedAt && refuse('plan_rows_removed', 410, { plan: String(id), at: rowsRemovedAt.toISOString() })

/** The same of a plan by its id, as it is now: without a fault what was read before is whole. */
export async function rowsFaultOf(id: bigint, tx: Tx = db): Promise<Refusal | null> {
  const row = await tx.sheetPlan.findUnique({ where: { id }, select: { id: true, rowsRemovedAt: true } })
  return row && rowsFault(row)
}

/** Environments as they are now, by id. Those of plans may be gone. */
export async function environmentsOf(rows: readonly { environmentId: string }[], tx: Tx = db): Promise<Map<string, { name: string; kind: string }>> {
  const ids = [...new Set(rows.map(({ environmentId }) => environmentId))]
  const found = await tx.environment.findMany({ where: { id: { in: ids } }, select: { id: true, name: true, kind: true } })
  return new Map(found.map(({ id, ...environment }) => [id, environment]))
}

/** Whether the environment of a plan leads to another database now than the one that was read. */
export async function isLedElsewhere({ environmentId, addressSha256 }: PlanRow, tx: Tx = db): Promise<boolean> {
  const environment = addressSha256 === null ? null : await tx.environment.findUnique({ where: { id: environmentId } })
  const url = environment && urlOrNull(environment)
  return url !== null && addressDigest(url) !== addressSha256
}

const active: Prisma.RunWhereInput = { state: { in: unfinished.split(',') } }

const importedOrImporting: Prisma.SheetImportWhereInput = { OR: [{ committedAt: { not: null } }, { run: active }] }
const notImported: Prisma.SheetPlanWhereInput = { sha256: { not: null }, imports: { none: importedOrImporting } }

/** What a state means in rows: the same as `stateOf` of the service says of one row. `now` by the database. */
const whereOfState = (now: Date): Record<PlanState, Prisma.SheetPlanWhereInput> => ({
  computing: { sha256: null, conflicts: 0, run: active },
  failed: { sha256: null, conflicts: 0, run: { NOT: active } },
  conflicted: { sha256: null, conflicts: { gt: 0 } },
  draft: { ...notImported, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
  expired: { ...notImported, expiresAt: { lte: now } },
  applying: { sha256: { not: null }, imports: { none: { committedAt: { not: null } }, some: { run: active } } },
  applied: { imports: { some: { committedAt: { not: null } } } },
})

/** What takes an import back is nobody's plan until somebody asks for it. */
const opened: Prisma.SheetPlanWhereInput = { OR: [{ origin: { not: 'undo' } }, { openedAt: { not: null } }] }

type OfPlace = { id?: bigint; environmentKind?: string; environmentId?: { notIn: string[] } }

/** Of plans and of imports. Production is what either was one when it was made or is one now. */
export async function whereOfKinds(kinds: readonly EnvironmentKind[]): Promise<OfPlace> {
  if (kinds.includes('production')) return {}
  if (!kinds.includes('test')) return { id: 0n }
  const production = await db.environment.findMany({ where: { kind: 'production' }, select: { id: true } })
  return { environmentKind: 'test', environmentId: { notIn: production.map(({ id }) => id) } }
}

/** Of plans and of imports: by id, by the name that it has now, or by the one that it had when the plan was made. */
export async function whereOfEnvironment(environment: string | undefined): Promise<{ OR?: { environmentId?: string; environment?: string }[] }> {
  if (!environment) return {}
  const known = await db.environment.findUnique({ where: { name: environment }, select: { id: true } })
  return { OR: [{ environmentId: environment }, ...(known ? [{ environmentId: known.id }] : [{ environment }])] }
}

const whereOf = ({ state, q, upload }: Pick<PlanQuery, 'state' | 'q' | 'upload'>, now: Date): Prisma.SheetPlanWhereInput => ({
  AND: [
    opened,
    state ? whereOfState(now)[state] : {},
    q ? { files: { some: { name: { contains: asTyped(q) } } } } : {},
    upload ? { files: { some: { uploadId: upload } } } : {},
  ],
})

function orderOf(sort: string | undefined): Prisma.SheetPlanOrderByWithRelationInput[] {
  const { column, direction } = sortingOf(sort, planSorts, '-createdAt')
  return [{ [column]: direction }, { id: direction }]
}

/** Plans of environments of these kinds. `now` by the database. */
export async function pageOfPlans(query: PlanQuery, kinds: readonly EnvironmentKind[], now: Date): Promise<{ rows: PlanRow[]; total: number }> {
  const { page, pageSize, sort } = query
  const where = { AND: [whereOf(query, now), await whereOfEnvironment(query.environment), await whereOfKinds(kinds)] }
  return atOneMoment(async (tx) => ({
    rows: await tx.sheetPlan.findMany({ where, ...whole, orderBy: orderOf(sort), skip: (page - 1) * pageSize, take: pageSize }),
    total: await tx.sheetPlan.count({ where }),
  }))
}

/** Which of these uploads are still there. */
export async function keptUploads(ids: readonly string[], tx: Tx = db): Promise<Set<string>> {
  const rows = await tx.sheetUpload.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}

/** Plans for the same environment of exactly the same files. */
function ofTheSameFiles(plan: PlanRow): Prisma.SheetPlanWhereInput {
  const ids = plan.files.map(({ uploadId }) => uploadId)
  const each = ids.map((uploadId) => ({ files: { some: { uploadId } } }))
  return { environmentId: plan.environmentId, AND: [...each, { files: { every: { uploadId: { in: ids } } } }] }
}

/** The newest plan for the same environment that was made of exactly the same files after this one. */
export async function newerPlan(plan: PlanRow): Promise<bigint | null> {
  if (plan.files.length === 0) return null
  const where = { ...ofTheSameFiles(plan), id: { gt: plan.id }, origin: 'files' }
  const [row] = await db.sheetPlan.findMany({ where, orderBy: { id: 'desc' }, take: 1, select: { id: true } })
  return row?.id ?? null
}

/** Older plans that this one takes the place of, and choices from them: those of them that are drafts still, the latest first. */
export async function replacedPlans(tx: Tx, plan: PlanRow): Promise<bigint[]> {
  if (plan.files.length === 0) return []
  const where = { ...ofTheSameFiles(plan), ...notImported, id: { lt: plan.id } }
  const rows = await tx.sheetPlan.findMany({ where, orderBy: { id: 'desc' }, take: mostReplaced, select: { id: true } })
  return rows.map(({ id }) => id)
}

type Opened = { by: string; at: Date; expiresAt: Date; url: string | null }

/**
 * Makes a prepared undo a plan of this person's, for the database at this address: a game may have moved since with all that it holds. False: it is one
 * already, for the same database, and its time is not over.
 */
export async function openUndo(tx: Tx, id: bigint, { by, at, expiresAt, url }: Opened): Promise<boolean> {
  const addressSha256 = url === null ? null : addressDigest(url)
  const closed = { OR: [{ openedAt: null }, { expiresAt: { lte: at } }, { addressSha256: { not: addressSha256 } }] }
  const data = { openedAt: at, createdAt: at, createdById: by, expiresAt, addressSha256 }
  const { count } = await tx.sheetPlan.updateMany({ where: { id, ...closed }, data })
  return count === 1
}

/** The tables of a plan in their order; `body` is a TableResult. */
export const tablesOf = (planId: bigint, tx: Tx = db) => tx.sheetPlanTable.findMany({ where: { planId }, orderBy: { position: 'asc' } })

/** The number of a table in a plan; null when the plan has none of this name. */
export async function positionOf(planId: bigint, table: string): Promise<number | null> {
  const rows = await db.sheetPlanTable.findMany({ where: { planId, name: table }, select: { position: true, name: true } })
  // The collation finds names that differ in their case.
  return rows.find(({ name }) => name === table)?.position ?? null
}

type FindingFilter = Omit<FindingQuery, 'page' | 'pageSize' | 'sort'>

const whereOfFindings = (planId: bigint, { level, table, code, file }: FindingFilter): Prisma.SheetPlanFindingWhereInput => ({
  planId,
  ...(level ? { level } : {}),
  ...(table === undefined ? {} : { table: table || null }),
  ...(code ? { code } : {}),
  ...(file ? { file } : {}),
})

/** In the order in which the comparison found them. */
export async function pageOfFindings(planId: bigint, { page, pageSize, ...filter }: FindingQuery): Promise<{ rows: FindingRow[]; total: number }> {
  const where = whereOfFindings(planId, filter)
  const [rows, total] = await Promise.all([
    db.sheetPlanFinding.findMany({ where, orderBy: { position: 'asc' }, skip: (page - 1) * pageSize, take: pageSize }),
    db.sheetPlanFinding.count({ where }),
  ])
  return { rows, total }
}

/** Findings after a place, for reading them all in pieces. */
export const findingsAfter = (planId: bigint, after: number, take: number, filter: FindingFilter = {}): Promise<FindingRow[]> =>
  db.sheetPlanFinding.findMany({ where: { ...whereOfFindings(planId, filter), position: { gt: after } }, orderBy: { position: 'asc' }, take })

const extent = z.array(z.object({ block: z.number(), inserts: z.number(), updates: z.number(), deletes: z.number() }))
export type BlockExtent = z.infer<typeof extent>[number]

/** The blocks of a table without what they hold. */
export async function extentOf(planId: bigint, position: number): Promise<BlockExtent[]> {
  return extent.parse(
    await db.$queryRaw`SELECT block, inserts, updates, deletes FROM datasheets_plan_block WHERE planId = ${planId} AND position = ${position} ORDER BY block`,
  )
}

/** What some blocks of a table hold, in their order. */
export function blocksOf(planId: bigint, position: number, blocks: readonly number[]): Promise<{ block: number; data: Uint8Array }[]> {
  return db.$queryRaw`
    SELECT block, data FROM datasheets_plan_block
    WHERE planId = ${planId} AND position = ${position} AND block IN (${Prisma.join([...blocks])}) ORDER BY block`
}
