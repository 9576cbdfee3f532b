import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { makePerson } from '#app/api/v1/testing.ts'
import type { Role } from '#core/shared/permissions.ts'
import { exportJob } from '#features/datasheets/jobs.ts'
import { createRun } from '#features/runs/service.ts'
import { findCreator } from '#features/schedules/firing/repository.ts'
import type { ScheduledAct, ScheduledActs } from '#features/schedules/jobs.ts'
import { db } from '#server/database.ts'

type Payload = { mark: string }
type Start = ScheduledAct<Payload>['start']

const makeRun: Start = async (tx, by, { mark }) => {
  const run = await createRun(tx, { job: exportJob, payload: {}, title: { environment: mark, first: 'items', more: 0 }, keywords: mark, by })
  return { runId: BigInt(run.id) }
}

/** An act that makes a run of nothing, found again by its mark; `start` stands before it. */
export function actFor(environment: { id: string; name: string; kind: 'test' | 'production' } | null, start: Start = makeRun): ScheduledActs {
  const act: ScheduledAct<Payload> = {
    act: 'datasheets.export',
    permission: 'datasheets.export',
    payload: z.strictObject({ mark: z.string() }),
    prepare: async (_who, payload) => ({ title: { environment: environment?.name ?? payload.mark, first: 'items', more: 0 }, environment, payload }),
    start,
  }
  return [act as ScheduledAct]
}
export { makeRun }

/** A person with the principal that a schedule of theirs is fired for. */
export async function maker(role: Role) {
  const { id, token } = await makePerson(role)
  const found = await db.$transaction((tx) => findCreator(tx, id))
  if (!found) throw new Error('the person is not there')
  return { id, token, principal: found.principal }
}

/** A schedule that is due `agoMs` before the database's now, by itself in its table row: `id`, its mark and when it is due. */
export async function dueSchedule(
  userId: string,
  {
    agoMs = 0,
    ...settings
  }: { agoMs?: number; cron?: string | null; missed?: 'late' | 'skip'; graceSeconds?: number; environmentId?: string; zone?: string; state?: string },
): Promise<{ id: bigint; mark: string; dueAt: Date }> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT UTC_TIMESTAMP(3) AS now`
  const now = row?.now ?? new Date(Number.NaN)
  const dueAt = new Date(now.getTime() - agoMs)
  const mark = randomUUID()
  const cron = settings.cron === undefined ? null : settings.cron
  const { id } = await db.schedule.create({
    data: {
      ...{ name: mark, act: 'datasheets.export', payload: { mark }, title: { environment: mark, first: 'items', more: 0 } },
      ...{ zone: 'Asia/Seoul', missed: 'skip', graceSeconds: 300, state: 'active', createdById: userId, createdAt: now, updatedAt: now },
      ...settings,
      ...(settings.environmentId ? { environment: 'place', environmentKind: 'test' } : {}),
      cron,
      runAt: cron === null ? dueAt : null,
      nextAt: dueAt,
    },
  })
  return { id, mark, dueAt }
}

export const runsOf = (mark: string): Promise<number> => db.run.count({ where: { keywords: mark } })
export const firingsOf = (scheduleId: bigint) => db.scheduleFiring.findMany({ where: { scheduleId }, orderBy: { dueAt: 'asc' } })
export const scheduleOf = (id: bigint) => db.schedule.findUniqueOrThrow({ where: { id } })
