import type { Finding } from '#core/datasheets/finding.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import type { Refusal } from '#core/shared/refusal.ts'
import { keepFindings } from '#features/datasheets/execution/repository.ts'
import { lockPlan } from '#features/datasheets/imports/repository.ts'
import { type DeriveRequest, deriveRequest } from '#features/datasheets/imports/schema.ts'
import { type PlanRow, rowsFaultOf } from '#features/datasheets/plans/repository.ts'
import { planDetail } from '#features/datasheets/plans/schema.ts'
import { db, type Tx, transact } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

type NewDerived = { runId: bigint; createdById: string; request: DeriveRequest; at: Date }

/** A plan that begins as an empty choice of another one: of the same files, for the same environment. */
export async function insertDerived(tx: Tx, base: PlanRow, { runId, createdById, request, at }: NewDerived): Promise<bigint> {
  const { environmentId, environment, environmentKind, mappingVersion, sourceId, source } = base
  const files = base.files.map(({ planId: _, ...file }) => file)
  const place = { environmentId, environment, environmentKind, mappingVersion, sourceId, source }
  const from = { origin: 'derived', baseId: base.id, request: request as Prisma.InputJsonObject }
  const made = await tx.sheetPlan.create({
    data: { runId, ...place, ...from, createdById, createdAt: at, files: { create: files } },
    select: { id: true },
  })
  return made.id
}

export type DerivedTable = { position: number; result: TableResult }
/** What the run of a choice must know. */
export type DeriveWork = {
  planId: bigint
  baseId: bigint
  request: DeriveRequest
  tables: readonly DerivedTable[]
  schemaFingerprint: string
  addressSha256: string | null
  /** When the base read the game database; ISO. */
  readAt: string
  outcome: { findings: { table: string | null; level: 'error' | 'warning'; code: string; count: number }[] }
}

const outcome = planDetail.pick({ findings: true })

export async function deriveWork(runId: bigint): Promise<DeriveWork> {
  const plan = await db.sheetPlan.findFirstOrThrow({ where: { runId, origin: 'derived' } })
  if (plan.baseId === null) throw new Error('a derived plan without its base')
  const base = await db.sheetPlan.findUniqueOrThrow({ where: { id: plan.baseId }, include: { tables: { orderBy: { position: 'asc' } } } })
  if (base.schemaFingerprint === null || base.readAt === null) throw new Error('a derived plan of one without a result')
  return {
    planId: plan.id,
    baseId: base.id,
    request: deriveRequest.parse(plan.request),
    // Only the runs of plans write them.
    tables: base.tables.map(({ position, body }) => ({ position, result: body as unknown as TableResult })),
    schemaFingerprint: base.schemaFingerprint,
    addressSha256: base.addressSha256,
    readAt: base.readAt.toISOString(),
    outcome: outcome.parse(base.outcome),
  }
}

/** Why the base cannot be chosen from any more. Waits for who is about to sweep it; who comes later sees that it is needed. */
export const baseFault = (baseId: bigint): Promise<Refusal | null> =>
  transact(async (tx) => ((await lockPlan(tx, baseId)) ? rowsFaultOf(baseId, tx) : null), 'ReadCommitted')

/** The findings about these tables again, as findings of the new plan; then what is to be said of the choice itself. */
export async function copyFindings(tx: Tx, from: bigint, to: bigint, tables: readonly string[], more: readonly Finding[]): Promise<void> {
  if (tables.length === 0) return
  await tx.$executeRaw`
    INSERT INTO datasheets_plan_finding (planId, position, level, code, file, sheet, cell, \`table\`, \`column\`, value, params)
    SELECT ${to}, position, level, code, file, sheet, cell, \`table\`, \`column\`, value, params FROM datasheets_plan_finding
    WHERE planId = ${from} AND BINARY \`table\` IN (${Prisma.join([...tables])})`
  const last = await tx.sheetPlanFinding.aggregate({ where: { planId: to }, _max: { position: true } })
  await keepFindings(tx, to, (last._max.position ?? -1) + 1, more)
}
