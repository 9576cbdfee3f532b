import { z } from 'zod'
import type { Selection } from '#core/datasheets/import.ts'
import { outsideStep } from '#core/shared/job.ts'
import { sortingOf } from '#core/shared/paging.ts'
import type { EnvironmentKind } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { stillStands } from '#features/approvals/service.ts'
import { mayAsRole, strictestKind } from '#features/datasheets/access.ts'
import { type ImportQuery, importDetail, importSorts } from '#features/datasheets/imports/schema.ts'
import { whereOfEnvironment, whereOfKinds } from '#features/datasheets/plans/repository.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { unfinished } from '#features/runs/view.ts'
import { asTyped, atOneMoment, db, type Tx, transact } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

const whole = {
  include: {
    createdBy: { select: { id: true, name: true } },
    run: { select: { id: true, state: true, error: true, steps: { where: { name: { startsWith: outsideStep } }, select: { name: true }, take: 1 } } },
    plan: { select: { files: { select: { name: true }, orderBy: { position: 'asc' } } } },
  },
} as const satisfies Prisma.SheetImportDefaultArgs
export type ImportRow = Prisma.SheetImportGetPayload<typeof whole>

export const selection = z.object({ tables: z.array(z.string()), deletes: z.boolean() })
/** What the run of an import leaves when it has committed. */
export const receipt = importDetail.pick({ tables: true, provedBy: true, durationsMs: true })

/** Nobody else decides about this plan before the transaction ends. False: there is none. */
export async function lockPlan(tx: Tx, planId: bigint): Promise<boolean> {
  return (await tx.$queryRaw<unknown[]>`SELECT id FROM datasheets_plan WHERE id = ${planId} FOR UPDATE`).length === 1
}

/**
 * The import of a plan that went through, is under way or may have gone through without anybody knowing, as others committed it; null when there is none
 * but `except`.
 */
export async function takenBy(tx: Tx, planId: bigint, except = 0n): Promise<{ id: bigint; applied: boolean } | null> {
  const rows = await tx.$queryRaw<{ id: bigint; applied: bigint | number }[]>`
    SELECT i.id, i.committedAt IS NOT NULL AS applied FROM datasheets_import i JOIN runs_run r ON r.id = i.runId
    WHERE i.planId = ${planId} AND i.id <> ${except} AND (i.committedAt IS NOT NULL OR r.state IN (${Prisma.join(unfinished.split(','))})
      OR EXISTS (SELECT 1 FROM runs_step s WHERE s.runId = i.runId AND s.name LIKE ${`${outsideStep}%`}))
    ORDER BY i.committedAt IS NOT NULL DESC LIMIT 1 LOCK IN SHARE MODE`
  const [row] = rows
  return row ? { id: row.id, applied: Number(row.applied) === 1 } : null
}

/** Whose content a plan is, whoever compared it: people who sent its files, and the authors of the plans that it was chosen from. */
export async function makersOf(tx: Tx, planId: bigint): Promise<string[]> {
  const makers = new Set<string>()
  for (let id: bigint | null = planId; id !== null; ) {
    const plan: { createdById: string; baseId: bigint | null; files: { uploadId: string }[] } | null = await tx.sheetPlan.findUnique({
      where: { id },
      select: { createdById: true, baseId: true, files: { select: { uploadId: true } } },
    })
    if (plan && id !== planId) makers.add(plan.createdById)
    const files = plan?.files.map(({ uploadId }) => uploadId) ?? []
    for (const { createdById } of await tx.sheetUpload.findMany({ where: { id: { in: files } }, select: { createdById: true } })) makers.add(createdById)
    id = plan?.baseId ?? null
  }
  return [...makers]
}

/**
 * Why an import that has written nothing may not begin to any more: its run may have waited, been paused or be tried again by anybody. Refuses
 * import_superseded, plan_expired, what `stillStands` does of the approval, environment_forbidden of who asked for it. Null: nothing stands
 * in the way.
 */
export async function whyTooLate(importId: bigint): Promise<Refusal | null> {
  const row = await db.sheetImport.findUniqueOrThrow({
    where: { id: importId },
    include: { plan: { select: { expiresAt: true } }, createdBy: { select: { role: true, disabledAt: true } } },
  })
  const { planId, plan, createdBy, environment } = row
  const [now, taken] = [await databaseNow(), await takenBy(db, planId, importId)]
  if (taken) return refuse('import_superseded', 409, { plan: String(planId), import: String(taken.id) })
  if (plan.expiresAt && plan.expiresAt <= now) return refuse('plan_expired', 409, { plan: String(planId), at: plan.expiresAt.toISOString() })
  const { approvalId, createdById } = row
  const withdrawn =
    approvalId === null
      ? null
      : await transact(async (tx) => stillStands(tx, approvalId, (await makersOf(tx, planId)).includes(createdById) ? createdById : null), 'ReadCommitted')
  if (withdrawn) return withdrawn
  const kind = strictestKind(row.environmentKind, undefined)
  const may = createdBy.disabledAt === null && mayAsRole(createdBy.role, 'datasheets.import', kind)
  return may ? null : refuse('environment_forbidden', 403, { name: environment, kind })
}

export type NewImport = {
  planId: bigint
  runId: bigint
  environment: { id: string; name: string; kind: EnvironmentKind }
  sha256: string
  selection: Selection
  selectionSha256: string
  approvalId: bigint | null
  scheduleId: bigint | null
  undoOfId: bigint | null
  createdById: string
  createdAt: Date
}

export async function insertImport(tx: Tx, { environment, selection: chosen, ...row }: NewImport): Promise<bigint> {
  const place = { environmentId: environment.id, environment: environment.name, environmentKind: environment.kind }
  const { tables, deletes } = chosen
  const made = await tx.sheetImport.create({ data: { ...row, ...place, selection: { tables: [...tables], deletes } }, select: { id: true } })
  return made.id
}

export const findImport = (id: bigint, within?: Tx): Promise<ImportRow | null> =>
  atOneMoment((tx) => tx.sheetImport.findUnique({ where: { id }, ...whole }), within)

/** What nobody has looked for yet: see `outsideStep`. */
const outside: Prisma.RunStepWhereInput = { name: { startsWith: outsideStep } }
const active: Prisma.RunWhereInput = { state: { in: unfinished.split(',') } }
const whereOfState: Record<NonNullable<ImportQuery['state']>, Prisma.SheetImportWhereInput> = {
  running: { committedAt: null, run: active },
  applied: { committedAt: { not: null } },
  failed: { committedAt: null, run: { NOT: active, steps: { none: outside } } },
  unknown: { committedAt: null, run: { NOT: active, steps: { some: outside } } },
}

function whereOfText(q: string | undefined): Prisma.SheetImportWhereInput {
  if (!q) return {}
  const id = /^\d{1,18}$/.test(q) ? [{ id: BigInt(q) }, { planId: BigInt(q) }] : []
  return { OR: [{ environment: { contains: asTyped(q) } }, { plan: { files: { some: { name: { contains: asTyped(q) } } } } }, ...id] }
}

function orderOf(sort: string | undefined): Prisma.SheetImportOrderByWithRelationInput[] {
  const { column, direction } = sortingOf(sort, importSorts, '-createdAt')
  return [{ [column]: direction }, { id: direction }]
}

/** Imports into environments of these kinds. */
export async function pageOfImports(query: ImportQuery, kinds: readonly EnvironmentKind[]): Promise<{ rows: ImportRow[]; total: number }> {
  const { page, pageSize, sort, state, table, q, environment } = query
  const where: Prisma.SheetImportWhereInput = {
    AND: [
      state ? whereOfState[state] : {},
      table ? { selection: { path: '$.tables', array_contains: table } } : {},
      whereOfText(q),
      await whereOfEnvironment(environment),
      await whereOfKinds(kinds),
    ],
  }
  return atOneMoment(async (tx) => ({
    rows: await tx.sheetImport.findMany({ where, ...whole, orderBy: orderOf(sort), skip: (page - 1) * pageSize, take: pageSize }),
    total: await tx.sheetImport.count({ where }),
  }))
}

/** Of these imports: the newest applied one that took each back, and the plan that would. */
export async function undoingsOf(ids: readonly bigint[], tx: Tx = db) {
  const of = { undoOfId: { in: [...ids] } }
  const [imports, plans] = await Promise.all([
    tx.sheetImport.findMany({ where: { ...of, committedAt: { not: null } }, select: { id: true, undoOfId: true }, orderBy: { id: 'asc' } }),
    tx.sheetPlan.findMany({ where: { ...of, sha256: { not: null } }, select: { id: true, undoOfId: true, rowsRemovedAt: true } }),
  ])
  const undoneBy = new Map(imports.flatMap(({ id, undoOfId }): [bigint, bigint][] => (undoOfId === null ? [] : [[undoOfId, id]])))
  type UndoPlan = (typeof plans)[number]
  return { undoneBy, plans: new Map(plans.flatMap((plan): [bigint, UndoPlan][] => (plan.undoOfId === null ? [] : [[plan.undoOfId, plan]]))) }
}

export const countMoved = (importId: bigint): Promise<number> => db.sheetImportMoved.count({ where: { importId } })

/** Bodies of core/datasheets/import.ts: MovedRow, in the order in which they were met. */
export async function pageOfMoved(importId: bigint, { page, pageSize }: { page: number; pageSize: number }) {
  const where = { importId }
  const [rows, total] = await Promise.all([
    db.sheetImportMoved.findMany({ where, orderBy: { place: 'asc' }, skip: (page - 1) * pageSize, take: pageSize, select: { body: true } }),
    db.sheetImportMoved.count({ where }),
  ])
  return { rows, total }
}
