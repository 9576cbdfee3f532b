import { receipt, summary } from '#features/retention/schema.ts'
import { db } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

const PAST = 5

/** Players seen and time taken by the latest finished analyses of a source. */
export async function listPastCosts(sourceId: string): Promise<{ players: number; durationMs: number }[]> {
  const rows = await db.analysis.findMany({
    where: { sourceId, receipt: { not: Prisma.AnyNull } },
    select: { summary: true, receipt: true },
    orderBy: { createdAt: 'desc' },
    take: PAST,
  })
  return rows.flatMap((row) => {
    const [done, paid] = [summary.safeParse(row.summary), receipt.safeParse(row.receipt)]
    return done.success && paid.success ? [{ players: done.data.players + paid.data.seenBefore, durationMs: paid.data.durationMs }] : []
  })
}
