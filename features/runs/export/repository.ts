import { orderOf, toRun, whereOf } from '#features/runs/repository.ts'
import type { Run, RunQuery } from '#features/runs/schema.ts'
import { db } from '#server/database.ts'
import { inOrder } from '#server/http/export.ts'

type Filter = Omit<RunQuery, 'page' | 'pageSize'>

export const countRuns = ({ sort: _, ...filter }: Filter, userId: string): Promise<number> => db.run.count({ where: whereOf(filter, userId) })

/** Numbers of all runs that the filters find, in the order that is asked for; `most` of them at the most. */
export async function listRunIds({ sort, ...filter }: Filter, userId: string, most: number): Promise<bigint[]> {
  const rows = await db.run.findMany({ where: whereOf(filter, userId), orderBy: orderOf(sort), select: { id: true }, take: most })
  return rows.map(({ id }) => id)
}

/** Runs by number, in the order of the numbers given. */
export async function listRunsByIds(ids: readonly bigint[]): Promise<Run[]> {
  const rows = await db.run.findMany({ where: { id: { in: [...ids] } }, include: { createdBy: { select: { id: true, name: true } } } })
  return inOrder(ids, rows, ({ id }) => id).map(toRun)
}
