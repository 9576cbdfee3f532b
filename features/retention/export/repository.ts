import { type AnalysisRow, conditionsOf, type PlayerFilter, type StoredPlayer } from '#features/retention/repository.ts'
import { db } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'

/** How many analyses a filter finds, and the newest of them. */
export async function countAnalyses(where: Prisma.AnalysisWhereInput): Promise<{ total: number; newest: bigint }> {
  const found = await db.analysis.aggregate({ where, _count: { _all: true }, _max: { runId: true } })
  return { total: found._count._all, newest: found._max.runId ?? 0n }
}

/** Analyses up to run `through`, newest first. */
export const listAnalysesThrough = (where: Prisma.AnalysisWhereInput, through: bigint, limit: number): Promise<AnalysisRow[]> =>
  db.analysis.findMany({ where: { AND: [where, { runId: { lte: through } }] }, include: { source: true }, orderBy: { runId: 'desc' }, take: limit })

export async function countPlayers(runId: bigint, filter: PlayerFilter): Promise<number> {
  const [row] = await db.$queryRaw<{ total: bigint }[]>`SELECT COUNT(*) AS total FROM retention_player WHERE ${conditionsOf(runId, filter)}`
  return Number(row?.total ?? 0)
}

/** The next rows that a filter finds, in the sheet's own order. */
export async function listFilteredAfter(runId: bigint, filter: PlayerFilter, seq: number, limit: number): Promise<StoredPlayer[]> {
  const found = await db.$queryRaw<{ seq: number }[]>`
    SELECT seq FROM retention_player WHERE ${conditionsOf(runId, filter)} AND seq > ${seq} ORDER BY seq LIMIT ${limit}`
  return db.playerRow.findMany({ where: { runId, seq: { in: found.map((row) => row.seq) } }, orderBy: { seq: 'asc' } })
}
