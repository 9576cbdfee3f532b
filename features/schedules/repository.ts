import { sortingOf } from '#core/shared/paging.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { type ScheduleQuery, scheduleSorts } from '#features/schedules/schema.ts'
import { asTyped, db, type Tx } from '#server/database.ts'
import { Prisma, type Schedule as Row, type ScheduleFiring } from '#server/generated/prisma/client.ts'

export type ScheduleRow = Row & { createdBy: { id: string; name: string } }
export type FiringRow = ScheduleFiring
export type NewSchedule = Omit<Prisma.ScheduleUncheckedCreateInput, 'id' | 'firings'>

const withMaker = { createdBy: { select: { id: true, name: true } } } as const

export const insertSchedule = (tx: Tx, row: NewSchedule): Promise<ScheduleRow> => tx.schedule.create({ data: row, include: withMaker })

export const findSchedule = (id: bigint): Promise<ScheduleRow | null> => db.schedule.findUnique({ where: { id }, include: withMaker })

export const countActive = (tx: Tx): Promise<number> => tx.schedule.count({ where: { state: 'active' } })

/** Locks the row until the transaction ends. */
export async function lockSchedule(tx: Tx, id: bigint): Promise<ScheduleRow | null> {
  await tx.$queryRaw`SELECT id FROM schedules_schedule WHERE id = ${id} FOR UPDATE`
  return tx.schedule.findUnique({ where: { id }, include: withMaker })
}

export async function moveSchedule(tx: Tx, id: bigint, change: { state: string; nextAt: Date | null; now: Date }): Promise<void> {
  const { state, nextAt, now } = change
  await tx.schedule.update({ where: { id }, data: { state, nextAt, updatedAt: now } })
}

function whereOf({ state, act, q }: ScheduleQuery): Prisma.ScheduleWhereInput {
  return { ...(state ? { state } : {}), ...(act ? { act } : {}), ...(q ? { name: { contains: asTyped(q) } } : {}) }
}

/** Those that are active come first, the next one at the top; those without a next time stand below by themselves. */
function orderOf(sort: string | undefined): Prisma.ScheduleOrderByWithRelationInput[] {
  const { column, direction } = sortingOf(sort, scheduleSorts, 'nextAt')
  return [...(column === 'nextAt' ? [{ state: 'asc' as const }] : []), { [column]: direction }, { id: direction }]
}

export async function pageOfSchedules(query: ScheduleQuery): Promise<{ rows: ScheduleRow[]; total: number }> {
  const where = whereOf(query)
  const { page, pageSize, sort } = query
  const [rows, total] = await Promise.all([
    db.schedule.findMany({ where, include: withMaker, orderBy: orderOf(sort), skip: (page - 1) * pageSize, take: pageSize }),
    db.schedule.count({ where }),
  ])
  return { rows, total }
}

/** Of each of these schedules the latest time that was due. */
export async function lastFirings(ids: readonly bigint[]): Promise<Map<bigint, FiringRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db.$queryRaw<FiringRow[]>`
    SELECT f.scheduleId, f.dueAt, f.at, f.outcome, f.runId, f.refusal FROM schedules_firing f
    JOIN (SELECT scheduleId, MAX(dueAt) AS dueAt FROM schedules_firing WHERE scheduleId IN (${Prisma.join([...ids])}) GROUP BY scheduleId) l
      ON l.scheduleId = f.scheduleId AND l.dueAt = f.dueAt`
  return new Map(rows.map((row) => [row.scheduleId, row]))
}

/** The latest first. */
export const listFirings = (scheduleId: bigint, limit: number): Promise<FiringRow[]> =>
  db.scheduleFiring.findMany({ where: { scheduleId }, orderBy: { dueAt: 'desc' }, take: limit })

export async function insertFiring(
  tx: Tx,
  row: { scheduleId: bigint; dueAt: Date; at: Date; outcome: 'started' | 'refused' | 'skipped'; runId?: bigint; refusal?: Refusal },
): Promise<void> {
  const { refusal, ...rest } = row
  const watched = rest.runId !== undefined
  await tx.scheduleFiring.create({ data: { ...rest, watched, ...(refusal ? { refusal: { code: refusal.code, params: refusal.params } } : {}) } })
}

/** Whether a time was dealt with already. */
export const hasFiring = async (tx: Tx, scheduleId: bigint, dueAt: Date): Promise<boolean> =>
  (await tx.scheduleFiring.count({ where: { scheduleId, dueAt } })) > 0

/** Why nothing was done, as it is kept. A raw SELECT on MariaDB hands JSON out as text. */
export function refusalOf(kept: Prisma.JsonValue): Refusal | null {
  const value: unknown = typeof kept === 'string' ? JSON.parse(kept) : kept
  if (typeof value !== 'object' || value === null || !('code' in value) || typeof value.code !== 'string') return null
  const params = 'params' in value && typeof value.params === 'object' && value.params !== null ? value.params : {}
  return new Refusal(value.code, 409, params as Record<string, string | number>)
}
