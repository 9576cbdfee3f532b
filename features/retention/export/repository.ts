import type { AnalysisRow } from '#features/retention/repository.ts'
import { db } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'

/** How many analyses a filter finds, and the newest of them. */
export async function countAnalyses(where: Prisma.AnalysisWhereInput): Promise<{ total: number; newest: bigint }> {
  const found = await db.analysis.aggregate({ where, _count: { _all: true }, _max: { runId: true } })
  return { total: found._count._all, newest: found._max.runId ?? 0n }
}

/** Analyses up to run `through`, newest first. */
export const listAnalysesThrough = (where: Prisma.AnalysisWhereInput, through: bigint, limit: number): Promise<AnalysisRow[]> =>
  db.analysis.findMany({
    where: { AND: [where, { runId: { lte: through } }] },
    include: { source: true },
    omit: { facts: true },
    orderBy: { runId: 'desc' },
    take: limit,
  })
