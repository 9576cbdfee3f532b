import { db } from '#server/database.ts'

/** Active schedules that are due before a time, those that are due first. */
export const listActiveBefore = (to: Date, limit: number) =>
  db.schedule.findMany({ where: { state: 'active', nextAt: { lt: to } }, orderBy: [{ nextAt: 'asc' }, { id: 'asc' }], take: limit })

/** Times that were due in a span, with their schedules, oldest first. */
export const listFiringsBetween = (from: Date, to: Date, limit: number) =>
  db.scheduleFiring.findMany({
    where: { dueAt: { gte: from, lt: to } },
    include: { schedule: true },
    orderBy: [{ dueAt: 'asc' }, { scheduleId: 'asc' }],
    take: limit,
  })

/** Of these runs those that a schedule started. */
export const listFiringsOfRuns = (runIds: readonly bigint[]) =>
  db.scheduleFiring.findMany({ where: { runId: { in: [...runIds] } }, include: { schedule: true } })
