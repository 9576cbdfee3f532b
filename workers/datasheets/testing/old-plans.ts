import { type Made, makePlan, tableOf } from '#app/api/v1/datasheets/plans/testing.ts'
import { insertImport } from '#features/datasheets/imports/repository.ts'
import { insertRun } from '#features/runs/repository.ts'
import { db } from '#server/database.ts'
import { packLines } from '#server/packed-lines.ts'

export const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000)
/** Longer than rows are kept after their time was over, by the defaults: 90 days, and 30 for an undo. */
export const long = 200

type Place = { id: string; name: string; kind: string }

/** The plan of a comparison whose time was over some days ago; each of its blocks has one row, and of the last two one is a row apart. */
export async function oldPlan(place: Place, userId: string, { days = long, blocks = 3 } = {}): Promise<Made> {
  const made = await makePlan({ environment: place, createdById: userId, tables: [tableOf('item', { update: blocks, theirs: 1 })] })
  const planId = BigInt(made.id)
  const lines = Array.from({ length: blocks }, (_, id) => [`{"op":"update","key":{"id":"${id}"},"cells":{"price":["1","2"]}}`])
  const kept = await Promise.all(
    lines.map(async (some, block) => ({ planId, position: 0, block, inserts: 0, updates: 1, deletes: 0, data: await packLines(some) })),
  )
  await db.sheetPlanBlock.createMany({ data: kept })
  const data = await packLines(['{"kind":"theirs","key":{"id":"1"},"mine":null,"now":null}'])
  await db.sheetPlanApart.create({ data: { planId, position: 0, block: 0, theirs: 1, both: 0, data } })
  await db.run.update({ where: { id: made.runId }, data: { finishedAt: daysAgo(days) } })
  await db.sheetPlan.update({ where: { id: planId }, data: { expiresAt: daysAgo(days), readAt: daysAgo(days) } })
  return made
}

type Ending = { state: string; committedAt?: Date; outside?: boolean }

/** An import of a plan as its run left it; its number. */
export async function importOf(plan: Made, place: Place, userId: string, { state, committedAt, outside = false }: Ending): Promise<bigint> {
  return db.$transaction(async (tx) => {
    const run = await insertRun(tx, { kind: 'datasheets.import', title: {}, keywords: '', payload: {}, stages: [], createdById: userId })
    const runId = BigInt(run.id)
    const environment = { id: place.id, name: place.name, kind: 'test' as const }
    const from = { approvalId: null, scheduleId: null, undoOfId: null, createdById: userId, createdAt: daysAgo(long) }
    const about = { planId: BigInt(plan.id), runId, environment, sha256: plan.sha256, selectionSha256: plan.sha256 }
    const id = await insertImport(tx, { ...about, ...from, selection: { tables: ['item'], deletes: true } })
    if (committedAt) await tx.sheetImport.update({ where: { id }, data: { committedAt } })
    if (outside) await tx.runStep.create({ data: { runId, name: 'outside/commit', fence: 1, memo: {}, createdAt: new Date() } })
    await tx.run.update({ where: { id: runId }, data: { state, finishedAt: daysAgo(long) } })
    return id
  })
}

/** How many blocks are kept of a plan, and whether they are said to be removed. */
export async function keptOf({ id }: Pick<Made, 'id'>): Promise<{ blocks: number; removed: boolean }> {
  const planId = BigInt(id)
  const [blocks, aparts, plan] = await Promise.all([
    db.sheetPlanBlock.count({ where: { planId } }),
    db.sheetPlanApart.count({ where: { planId } }),
    db.sheetPlan.findUniqueOrThrow({ where: { id: planId } }),
  ])
  return { blocks: blocks + aparts, removed: plan.rowsRemovedAt !== null }
}
