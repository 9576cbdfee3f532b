import type { Outcome } from '#core/notices/attempts.ts'
import { waitAfter } from '#core/notices/attempts.ts'
import { db, transact } from '#server/database.ts'
import { type Delivery, type Hook, Prisma } from '#server/generated/prisma/client.ts'

/** How long a sender may have a delivery in its hands: longer than an attempt can take, so two never send it at once. */
export const claimMs = 60_000
const keptDays = 30
const sweptAtOnce = 1_000

export type Claimed = Delivery & { hook: Hook | null }

/**
 * Takes the delivery that has been due for the longest time and counts the attempt, before it is made: an attempt whose sender
 * was killed is made again when its time is over. Null when nothing is due. Not to the hooks named, nor to those that are off.
 */
export async function claimNext(except: readonly string[]): Promise<Claimed | null> {
  const off = await db.hook.findMany({ where: { active: false }, select: { id: true } })
  const shut = [...except, ...off.map(({ id }) => id)]
  const others = shut.length ? Prisma.sql`AND (hookId IS NULL OR hookId NOT IN (${Prisma.join(shut)}))` : Prisma.empty
  return transact(async (tx) => {
    const [row] = await tx.$queryRaw<{ id: bigint }[]>`
      SELECT id FROM notices_delivery
      WHERE nextAt <= UTC_TIMESTAMP(3) AND (claimedUntil IS NULL OR claimedUntil <= UTC_TIMESTAMP(3)) ${others}
      ORDER BY nextAt, id LIMIT 1 FOR UPDATE SKIP LOCKED`
    if (!row) return null
    await tx.$executeRaw`
      UPDATE notices_delivery SET attempts = attempts + 1, claimedUntil = UTC_TIMESTAMP(3) + INTERVAL ${claimMs * 1000} MICROSECOND WHERE id = ${row.id}`
    return tx.delivery.findUniqueOrThrow({ where: { id: row.id }, include: { hook: true } })
  }, 'ReadCommitted')
}

/** Writes down how an attempt ended; nothing when another sender has taken the delivery since, because its time was over. */
export async function settle({ id, attempts }: Pick<Claimed, 'id' | 'attempts'>, outcome: Outcome): Promise<void> {
  const waitMs = outcome.delivered || outcome.final ? null : waitAfter(attempts)
  const next = waitMs === null ? Prisma.sql`NULL` : Prisma.sql`UTC_TIMESTAMP(3) + INTERVAL ${waitMs * 1000} MICROSECOND`
  const end = outcome.delivered ? Prisma.sql`deliveredAt = UTC_TIMESTAMP(3),` : waitMs === null ? Prisma.sql`failedAt = UTC_TIMESTAMP(3),` : Prisma.empty
  const error = outcome.delivered ? null : outcome.error
  await db.$executeRaw`
    UPDATE notices_delivery SET nextAt = ${next}, ${end} claimedUntil = NULL, lastStatus = ${outcome.status}, lastError = ${error}
    WHERE id = ${id} AND attempts = ${attempts}`
}

/** Removes what is older than 30 days, and secrets that sign no more. */
export async function deleteOld(): Promise<void> {
  await db.$executeRaw`UPDATE notices_hook SET oldSecretSealed = NULL, oldSecretUntil = NULL WHERE oldSecretUntil <= UTC_TIMESTAMP(3)`
  for (let gone = sweptAtOnce; gone === sweptAtOnce; )
    gone =
      await db.$executeRaw`DELETE FROM notices_delivery WHERE createdAt < UTC_TIMESTAMP(3) - INTERVAL ${keptDays} DAY ORDER BY createdAt LIMIT ${sweptAtOnce}`
}
