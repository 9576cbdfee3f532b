import { db } from '#server/database.ts'

export type ApartExtent = { block: number; theirs: number; both: number }

/** The blocks of rows apart of a table, without what they hold. */
export const extentOf = (planId: bigint, position: number): Promise<ApartExtent[]> =>
  db.sheetPlanApart.findMany({ where: { planId, position }, orderBy: { block: 'asc' }, select: { block: true, theirs: true, both: true } })

/** What a block holds: packed lines, JSON of an ApartRow each. */
export async function blockOf(planId: bigint, position: number, block: number): Promise<Uint8Array | null> {
  const row = await db.sheetPlanApart.findUnique({ where: { planId_position_block: { planId, position, block } }, select: { data: true } })
  return row?.data ?? null
}
