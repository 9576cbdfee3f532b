import { refusalOf } from '#features/schedules/repository.ts'
import { db, type Tx } from '#server/database.ts'

/** A time of a schedule. */
export type FiringKey = { scheduleId: bigint; dueAt: Date }

/** As many earlier times as are looked at: those that a later one covered say nothing of why. */
const lookedAt = 5

/** Why nothing was done at the time before this one: a code of `problems`; null when it was started, or is the first. */
export async function refusedBefore(tx: Tx, { scheduleId, dueAt }: FiringKey): Promise<string | null> {
  const rows = await tx.scheduleFiring.findMany({ where: { scheduleId, dueAt: { lt: dueAt } }, orderBy: { dueAt: 'desc' }, take: lookedAt })
  const codes = rows.map(({ refusal }) => refusalOf(refusal)?.code ?? null)
  return codes.find((code) => code !== 'schedule_covered') ?? null
}

/** Who made it, as the account is now. */
export const findMaker = (tx: Tx, id: string) => tx.user.findUnique({ where: { id }, select: { id: true, name: true, disabledAt: true } })

export async function administratorIds(tx: Tx): Promise<string[]> {
  const rows = await tx.user.findMany({ where: { role: 'administrator', disabledAt: null }, select: { id: true }, orderBy: { id: 'asc' } })
  return rows.map(({ id }) => id)
}

/** Times whose runs have ended and that nobody has looked at, oldest first. */
export const endedFirings = (limit: number): Promise<FiringKey[]> => db.$queryRaw<FiringKey[]>`
  SELECT f.scheduleId, f.dueAt FROM schedules_firing f JOIN runs_run r ON r.id = f.runId
  WHERE f.watched = true AND r.state IN ('succeeded', 'failed', 'cancelled') ORDER BY f.dueAt, f.scheduleId LIMIT ${limit}`

/** True for one caller alone, however many look at the same time. */
export const stopWatching = async (tx: Tx, { scheduleId, dueAt }: FiringKey): Promise<boolean> =>
  (await tx.scheduleFiring.updateMany({ where: { scheduleId, dueAt, watched: true }, data: { watched: false } })).count === 1

export async function findEnded(tx: Tx, { scheduleId, dueAt }: FiringKey) {
  const firing = await tx.scheduleFiring.findUnique({ where: { scheduleId_dueAt: { scheduleId, dueAt } }, include: { schedule: true } })
  const run = firing?.runId ? await tx.run.findUnique({ where: { id: firing.runId }, select: { id: true, state: true, error: true } }) : null
  return firing && run ? { schedule: firing.schedule, run } : null
}
