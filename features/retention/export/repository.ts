import type { AnalysisRow } from '#features/retention/repository.ts'
import { db } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'
import { inOrder } from '#server/http/export.ts'

export const countAnalyses = (where: Prisma.AnalysisWhereInput): Promise<number> => db.analysis.count({ where })

/** Runs of all analyses that a filter finds, in the given order; `most` of them at the most. */
export async function listAnalysisIds(where: Prisma.AnalysisWhereInput, orderBy: Prisma.AnalysisOrderByWithRelationInput[], most: number): Promise<bigint[]> {
  const rows = await db.analysis.findMany({ where, orderBy, select: { runId: true }, take: most })
  return rows.map(({ runId }) => runId)
}

/** Analyses by run, in the order of the runs given. */
export async function listAnalysesByIds(runIds: readonly bigint[]): Promise<AnalysisRow[]> {
  const rows = await db.analysis.findMany({ where: { runId: { in: [...runIds] } }, include: { source: true }, omit: { facts: true } })
  return inOrder(runIds, rows, ({ runId }) => runId)
}
