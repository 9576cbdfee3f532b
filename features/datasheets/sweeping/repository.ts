import { outsideStep } from '#core/shared/job.ts'
import { unfinished } from '#features/runs/view.ts'
import { db, type Tx, transact } from '#server/database.ts'
import { env } from '#server/env.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

const { sql, join } = Prisma
const outside = `${outsideStep}%`
const inDays = (days: number): Prisma.Sql => sql`INTERVAL ${Math.round(days * 86_400)} SECOND`
const going = (): Prisma.Sql => join(unfinished.split(','))

/** Whether a plan `p` with the run `r` was over for so long that nobody looks at it: drafts, choices that wait, runs that ended without a result. */
function isOver(): Prisma.Sql {
  const { DATASHEETS_PLAN_KEEP_DAYS: keep, DATASHEETS_PLAN_DAYS: days, DATASHEETS_UNDO_DAYS: undo } = env
  const before = sql`UTC_TIMESTAMP(3) - ${inDays(keep)}`
  return sql`r.state NOT IN (${going()}) AND (
      p.sha256 IS NOT NULL AND p.expiresAt < ${before}
      OR p.sha256 IS NULL AND p.conflicts > 0 AND p.readAt < ${before} - ${inDays(days)}
      OR p.sha256 IS NULL AND p.conflicts = 0 AND COALESCE(r.finishedAt, r.updatedAt) < ${before}
        AND NOT EXISTS (SELECT 1 FROM runs_step s WHERE s.runId = r.id AND s.name LIKE ${outside}))
    AND NOT EXISTS (SELECT 1 FROM datasheets_import u WHERE u.id = p.undoOfId AND u.committedAt >= ${before} - ${inDays(undo)})`
}

/** Whether nothing stands on the rows of `p`: an import that went through, is under way or may have gone through, a choice from it, consent, a schedule. */
const isFree = (): Prisma.Sql => sql`
  NOT EXISTS (
    SELECT 1 FROM datasheets_import i JOIN runs_run ir ON ir.id = i.runId
    WHERE i.planId = p.id AND (i.committedAt IS NOT NULL OR ir.state IN (${going()})
      OR EXISTS (SELECT 1 FROM runs_step s WHERE s.runId = i.runId AND s.name LIKE ${outside})))
  AND NOT EXISTS (SELECT 1 FROM datasheets_plan d WHERE d.baseId = p.id AND d.rowsRemovedAt IS NULL)
  AND NOT EXISTS (
    SELECT 1 FROM approvals_approval a
    WHERE a.kind = 'datasheets.import' AND a.subjectId = CAST(p.id AS CHAR) AND a.state IN ('pending', 'approved') AND a.expiresAt > UTC_TIMESTAMP(3))
  AND NOT EXISTS (
    SELECT 1 FROM schedules_schedule c
    WHERE c.act = 'datasheets.import' AND c.state <> 'ended' AND JSON_UNQUOTE(JSON_EXTRACT(c.payload, '$.plan')) = CAST(p.id AS CHAR))`

export type UnusedPlan = { id: bigint; runId: bigint }

const unused = (more: Prisma.Sql, limit: number): Prisma.Sql => sql`
  SELECT p.id, p.runId FROM datasheets_plan p JOIN runs_run r ON r.id = p.runId
  WHERE p.rowsRemovedAt IS NULL AND ${more} ${isOver()} AND ${isFree()} ORDER BY p.id DESC LIMIT ${limit}`

/** Plans whose rows nobody can use any more, the latest first: choices come before what they were chosen from. */
export const findUnused = (limit: number): Promise<UnusedPlan[]> => db.$queryRaw(unused(Prisma.empty, limit))

/** Plans whose rows were said to be removed, and some of them still lie there. */
export async function findLeft(limit: number): Promise<bigint[]> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT p.id FROM datasheets_plan p WHERE p.rowsRemovedAt IS NOT NULL AND (
      EXISTS (SELECT 1 FROM datasheets_plan_block b WHERE b.planId = p.id) OR EXISTS (SELECT 1 FROM datasheets_plan_apart a WHERE a.planId = p.id))
    ORDER BY p.id LIMIT ${limit}`
  return rows.map(({ id }) => id)
}

/** Nobody else decides about the plan before the transaction ends. False: somebody is about to, or it is gone. */
const held = async (tx: Tx, id: bigint): Promise<boolean> =>
  (await tx.$queryRaw<unknown[]>`SELECT id FROM datasheets_plan WHERE id = ${id} FOR UPDATE SKIP LOCKED`).length === 1

/** Holds a plan if nobody can use its rows still, as others committed it: the transaction reads what was committed. */
export const holdUnused = async (tx: Tx, id: bigint): Promise<boolean> =>
  (await held(tx, id)) && (await tx.$queryRaw<unknown[]>(unused(sql`p.id = ${id} AND`, 1))).length === 1

export type Kept = { environment: string; origin: string; rows: number; apart: number; blocks: number }

/** From now on nobody gets rows of the plan; says how many there are. */
export async function setRemoved(tx: Tx, id: bigint): Promise<Kept> {
  await tx.$executeRaw`UPDATE datasheets_plan SET rowsRemovedAt = UTC_TIMESTAMP(3) WHERE id = ${id}`
  const { environment, origin } = await tx.sheetPlan.findUniqueOrThrow({ where: { id }, select: { environment: true, origin: true } })
  const of = { where: { planId: id }, _count: { _all: true } } as const
  const blocks = await tx.sheetPlanBlock.aggregate({ ...of, _sum: { inserts: true, updates: true, deletes: true } })
  const aparts = await tx.sheetPlanApart.aggregate({ ...of, _sum: { theirs: true, both: true } })
  const { inserts, updates, deletes } = blocks._sum
  const { theirs, both } = aparts._sum
  const rows = (inserts ?? 0) + (updates ?? 0) + (deletes ?? 0)
  return { environment, origin, rows, apart: (theirs ?? 0) + (both ?? 0), blocks: blocks._count._all + aparts._count._all }
}

const tables = [sql`datasheets_plan_block`, sql`datasheets_plan_apart`]
export type Deleted = { blocks: number; bytes: number }

/**
 * Deletes at most `most` blocks of a plan whose rows are removed; none are left when it deletes none. Null: somebody else has the plan in hand, or its run
 * began anew and keeps others.
 */
export const deleteBlocks = (id: bigint, most: number): Promise<Deleted | null> =>
  transact(async (tx) => {
    if (!(await held(tx, id)) || (await tx.sheetPlan.count({ where: { id, rowsRemovedAt: { not: null } } })) === 0) return null
    for (const table of tables) {
      const [sum] = await tx.$queryRaw<{ blocks: bigint; bytes: bigint | number | null }[]>`
        SELECT COUNT(*) AS blocks, CAST(SUM(bytes) AS UNSIGNED) AS bytes FROM (
          SELECT OCTET_LENGTH(data) AS bytes FROM ${table} WHERE planId = ${id} ORDER BY position, block LIMIT ${most}) some`
      const blocks = Number(sum?.blocks ?? 0)
      if (blocks === 0) continue
      // In order, and as many as were counted: a binary log of statements has to delete the same.
      await tx.$executeRaw`DELETE FROM ${table} WHERE planId = ${id} ORDER BY position, block LIMIT ${blocks}`
      return { blocks, bytes: Number(sum?.bytes ?? 0) }
    }
    return { blocks: 0, bytes: 0 }
  }, 'ReadCommitted')
