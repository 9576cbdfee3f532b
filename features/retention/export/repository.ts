import { type AnalysisRow, conditionsOf, orderOf, type PlayerFilter, type PlayerOrder, type StoredPlayer } from '#features/retention/repository.ts'
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
  const rows = await db.analysis.findMany({ where: { runId: { in: [...runIds] } }, include: { source: true } })
  return inOrder(runIds, rows, ({ runId }) => runId)
}

export async function countPlayers(runId: bigint, filter: PlayerFilter): Promise<number> {
  const [row] = await db.$queryRaw<{ total: bigint }[]>`SELECT COUNT(*) AS total FROM retention_player WHERE ${conditionsOf(runId, filter)}`
  return Number(row?.total ?? 0)
}

/** Places in the sheet of all players that a filter finds, in the given order; `most` of them at the most. */
export async function listPlayerSeqs(runId: bigint, filter: PlayerFilter, order: PlayerOrder, most: number): Promise<number[]> {
  const rows = await db.$queryRaw<{ seq: number }[]>`
    SELECT seq FROM retention_player WHERE ${conditionsOf(runId, filter)} ORDER BY ${orderOf(order)} LIMIT ${most}`
  return rows.map(({ seq }) => seq)
}

/** Players by their places in the sheet, in the order of the places given. */
export async function listPlayersBySeqs(runId: bigint, seqs: readonly number[]): Promise<StoredPlayer[]> {
  const rows = await db.playerRow.findMany({ where: { runId, seq: { in: [...seqs] } } })
  return inOrder(seqs, rows, ({ seq }) => seq)
}
