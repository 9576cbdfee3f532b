import { toRun, whereOf } from '#features/runs/repository.ts'
import type { Run, RunQuery } from '#features/runs/schema.ts'
import { db } from '#server/database.ts'

type Filter = Omit<RunQuery, 'page' | 'pageSize' | 'sort'>

/** How many runs the filters find, and the newest of them; later ones are not part of a sheet that begins now. */
export async function countRuns(filter: Filter, userId: string): Promise<{ total: number; newest: bigint }> {
  const found = await db.run.aggregate({ where: whereOf(filter, userId), _count: { _all: true }, _max: { id: true } })
  return { total: found._count._all, newest: found._max.id ?? 0n }
}

/** Runs up to number `through`, newest first. */
export async function listRunsThrough(filter: Filter, userId: string, through: bigint, limit: number): Promise<Run[]> {
  const rows = await db.run.findMany({
    where: { AND: [whereOf(filter, userId), { id: { lte: through } }] },
    include: { createdBy: { select: { id: true, name: true } } },
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(toRun)
}
