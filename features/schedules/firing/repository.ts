import { type Principal, type Role, roles } from '#core/shared/permissions.ts'
import { db, type Tx } from '#server/database.ts'
import { Prisma, type Schedule } from '#server/generated/prisma/client.ts'

/** A schedule that is due, held until the transaction ends, with the database's time at that moment. */
export type DueRow = Schedule & { nextAt: Date; now: Date }

async function held(tx: Tx, rows: { id: bigint; now: Date }[]): Promise<DueRow | null> {
  const [found] = rows
  const row = found ? await tx.schedule.findUnique({ where: { id: found.id } }) : null
  return found && row?.nextAt ? { ...row, nextAt: row.nextAt, now: found.now } : null
}

/** The schedule that has waited longest, unless somebody else holds it. */
export async function lockNextDue(tx: Tx, except: readonly bigint[]): Promise<DueRow | null> {
  const others = except.length ? Prisma.sql`AND id NOT IN (${Prisma.join([...except])})` : Prisma.empty
  return held(
    tx,
    await tx.$queryRaw<{ id: bigint; now: Date }[]>`
      SELECT id, UTC_TIMESTAMP(3) AS now FROM schedules_schedule
      WHERE state = 'active' AND nextAt <= UTC_TIMESTAMP(3) ${others} ORDER BY nextAt, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
  )
}

/** The same schedule again, if it is still due at the same time; null when somebody has dealt with it meanwhile. */
export async function lockStillDue(tx: Tx, { id, nextAt }: { id: bigint; nextAt: Date }): Promise<DueRow | null> {
  return held(
    tx,
    await tx.$queryRaw<{ id: bigint; now: Date }[]>`
      SELECT id, UTC_TIMESTAMP(3) AS now FROM schedules_schedule WHERE id = ${id} AND state = 'active' AND nextAt = ${nextAt} FOR UPDATE`,
  )
}

export type Creator = { principal: Principal; disabled: boolean }

/** Who made a schedule, as the account is now. */
export async function findCreator(tx: Tx, userId: string): Promise<Creator | null> {
  const user = await tx.user.findUnique({ where: { id: userId } })
  if (!user) return null
  const { id, name, email, disabledAt } = user
  const role: Role = roles.find((known) => known === user.role) ?? 'viewer'
  return { principal: { userId: id, name, email, role, via: 'session', scopes: null, mustChangePassword: false }, disabled: disabledAt !== null }
}

/** The environment of a schedule as it is now; null when it was removed. */
export const findPlace = (tx: Tx, id: string) => tx.environment.findUnique({ where: { id }, select: { kind: true } })

/** Removes firings that are long past: a schedule of every minute makes half a million of them in a year. */
export async function deleteOldFirings(days: number, limit: number): Promise<void> {
  await db.$executeRaw`DELETE FROM schedules_firing WHERE dueAt < UTC_TIMESTAMP(3) - INTERVAL ${days} DAY LIMIT ${limit}`
}
