import type { Refusal, RefusalParams } from '#core/shared/refusal.ts'
import { announce, mailTo } from '#features/notices/service.ts'
import { runError } from '#features/runs/schema.ts'
import type { ScheduledActs } from '#features/schedules/jobs.ts'
import * as repository from '#features/schedules/telling/repository.ts'
import { onClocks, readable } from '#features/schedules/times/service.ts'
import { type Tx, transact } from '#server/database.ts'
import type { Schedule } from '#server/generated/prisma/client.ts'
import { log } from '#server/log.ts'

type Row = Omit<Schedule, 'nextAt' | 'state'>
type News = {
  event: 'schedules.refused' | 'schedules.failed'
  dueAt: Date
  href: string
  why: { code: string; params: RefusalParams }
  /** Of `data` beside what is said of every schedule. */
  facts: Record<string, string>
}

const endsAtOnce = 50

/** Who is written to: who made it and those who agreed to what it does; where that account is closed, administrators, as nobody else sees to it. */
async function readersOf(tx: Tx, row: Row, maker: { disabledAt: Date | null } | null, acts: ScheduledActs): Promise<string[]> {
  const act = acts.find((one) => one.act === row.act)
  const payload = act?.payload.safeParse(row.payload)
  const agreed = payload?.success ? await act?.agreed?.(tx, payload.data) : []
  const others = maker && !maker.disabledAt ? [] : await repository.administratorIds(tx)
  return [row.createdById, ...(agreed ?? []), ...others]
}

async function tell(tx: Tx, row: Row, { event, dueAt, href, why, facts }: News, acts: ScheduledActs): Promise<void> {
  const maker = await repository.findMaker(tx, row.createdById)
  const { name, act, environmentId, environment, zone } = row
  const person = maker?.name ?? '–'
  const said = { schedule: String(row.id), name, act, dueAt: dueAt.toISOString(), code: why.code, person, href, ...facts }
  await announce(tx, { event, environmentId, body: said })
  const about = { href, about: name, environment: environment ?? '–', person, when: onClocks(dueAt, zone), outcome: facts.outcome ?? '' }
  const reason = { code: why.code, params: readable(why.params, zone) }
  await mailTo(tx, { userIds: await readersOf(tx, row, maker, acts), event, body: { ...about, why: reason } })
}

type NotDone = { dueAt: Date; outcome: 'refused' | 'skipped'; refusal: Refusal }

/**
 * Tells that nothing was done at a time, in the transaction that writes it down. Once: a schedule that is refused again for the same
 * reason, as one of every minute would be, says so on its page alone.
 */
export async function tellNotDone(tx: Tx, row: Row, { dueAt, outcome, refusal }: NotDone, acts: ScheduledActs): Promise<void> {
  const { code, params } = refusal
  if ((await repository.refusedBefore(tx, { scheduleId: row.id, dueAt })) === code) return
  await tell(tx, row, { event: 'schedules.refused', dueAt, href: `/schedules/${row.id}`, why: { code, params }, facts: { outcome } }, acts)
}

async function tellEnd(tx: Tx, key: repository.FiringKey, acts: ScheduledActs): Promise<void> {
  if (!(await repository.stopWatching(tx, key))) return
  const ended = await repository.findEnded(tx, key)
  if (ended?.run.state !== 'failed') return
  const { id, error } = ended.run
  const run = String(id)
  const { code, params } = runError.catch({ code: 'internal', params: {}, detail: null, stage: null }).parse(error)
  await tell(tx, ended.schedule, { event: 'schedules.failed', dueAt: key.dueAt, href: `/runs/${run}`, why: { code, params }, facts: { run } }, acts)
}

/**
 * Looks at the runs that schedules started and that have ended since, and tells of those that failed: each once, also when it is tried
 * again by hand later. What somebody cancelled is known to somebody. True when there may be more.
 */
export async function tellEnds(acts: ScheduledActs): Promise<boolean> {
  const ended = await repository.endedFirings(endsAtOnce)
  let told = 0
  for (const key of ended) {
    try {
      await transact((tx) => tellEnd(tx, key, acts), 'ReadCommitted')
      told++
    } catch (error) {
      log.warn({ err: error, schedule: String(key.scheduleId) }, 'how the run of a schedule ended was not told')
    }
  }
  return told === endsAtOnce
}
