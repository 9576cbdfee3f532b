import { type Decision, decideFiring, effectiveGraceMs } from '#core/schedules/decision.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { mayBoth, placeOf } from '#features/schedules/access.ts'
import { type DueRow, deleteOldFirings, findCreator, findPlace, lockNextDue, lockStillDue } from '#features/schedules/firing/repository.ts'
import type { ScheduledActs } from '#features/schedules/jobs.ts'
import { hasFiring, insertFiring, moveSchedule } from '#features/schedules/repository.ts'
import { tellNotDone } from '#features/schedules/telling/service.ts'
import { dueTimesOf } from '#features/schedules/times/service.ts'
import { type Tx, transact } from '#server/database.ts'
import { log } from '#server/log.ts'

/** In one turn of the stream; what is left is done at once in the next. */
const mostPerTurn = 50

/** Thrown so that what the act wrote before it refused is rolled back. */
class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

function decide(row: DueRow): Decision {
  const times = dueTimesOf(row)
  const schedule = { dueMs: row.nextAt.getTime(), graceMs: row.graceSeconds * 1_000, missed: row.missed === 'late' ? 'late' : 'skip' } as const
  // What was readable when it was kept; were it not, the schedule would end with this time.
  return decideFiring(schedule, times instanceof Refusal ? () => [] : times, row.now.getTime())
}

/** The creator as the account is now, if it may still do this here. */
async function creatorOf(tx: Tx, row: DueRow, acts: ScheduledActs): Promise<Principal | Refusal> {
  const act = acts.find((one) => one.act === row.act)
  if (!act) return refuse('schedule_act_unknown', 422, { act: row.act })
  const creator = await findCreator(tx, row.createdById)
  if (!creator || creator.disabled) return refuse('schedule_creator_disabled', 403, { name: creator?.principal.name ?? '–' })
  const place = row.environmentId ? await findPlace(tx, row.environmentId) : null
  if (row.environmentId && !place) return refuse('environment_unknown', 404, { environment: row.environment ?? row.environmentId })
  const { principal } = creator
  if (mayBoth(principal, act.permission, placeOf(row.environmentKind, place?.kind))) return principal
  return refuse('schedule_creator_may_not', 403, { name: principal.name, place: row.environment ?? '–' })
}

/** Makes the run. @throws Refused */
async function start(tx: Tx, row: DueRow, dueAt: Date, acts: ScheduledActs): Promise<bigint> {
  const by = await creatorOf(tx, row, acts)
  if (by instanceof Refusal) throw new Refused(by)
  const act = acts.find((one) => one.act === row.act)
  const payload = act?.payload.safeParse(row.payload)
  if (!act || !payload?.success) throw new Refused(refuse('schedule_payload_unreadable', 422, { act: row.act, field: 'payload' }))
  const started = await act.start(tx, by, payload.data, { scheduleId: row.id, dueAt })
  if (started instanceof Refusal) throw new Refused(started)
  return started.runId
}

/** Writes down times that are not done because a later one is, and moves the schedule on. */
async function moveOn(tx: Tx, row: DueRow, { dueMs, earlier, nextMs }: Decision): Promise<void> {
  const { id: scheduleId, now: at } = row
  if (earlier && !(await hasFiring(tx, scheduleId, new Date(earlier.firstMs)))) {
    const refusal = refuse('schedule_covered', 409, { count: earlier.count, by: new Date(dueMs).toISOString() })
    await insertFiring(tx, { scheduleId, dueAt: new Date(earlier.firstMs), at, outcome: 'skipped', refusal })
  }
  await moveSchedule(tx, scheduleId, { state: nextMs === null ? 'ended' : 'active', nextAt: nextMs === null ? null : new Date(nextMs), now: at })
}

async function record(
  tx: Tx,
  row: DueRow,
  dueAt: Date,
  outcome: 'started' | 'refused' | 'skipped',
  what: { runId?: bigint; refusal?: Refusal },
  acts: ScheduledActs,
): Promise<void> {
  await insertFiring(tx, { scheduleId: row.id, dueAt, at: row.now, outcome, ...what })
  const creator = await findCreator(tx, row.createdById)
  await recordAudit(tx, {
    who: creator?.principal ?? null,
    action: 'schedules.fire',
    object: `schedule:${row.id}`,
    outcome: outcome === 'started' ? 'done' : 'refused',
    ...(what.runId ? { runId: String(what.runId) } : {}),
    detail: { name: row.name, act: row.act, dueAt: dueAt.toISOString(), outcome, ...(what.refusal ? { reason: what.refusal.code } : {}) },
  })
  if (outcome !== 'started' && what.refusal) await tellNotDone(tx, row, { dueAt, outcome, refusal: what.refusal }, acts)
}

async function startOrSkip(tx: Tx, row: DueRow, { act, dueMs }: Decision, acts: ScheduledActs): Promise<void> {
  const dueAt = new Date(dueMs)
  if (act !== 'skip') return record(tx, row, dueAt, 'started', { runId: await start(tx, row, dueAt, acts) }, acts)
  const lateSeconds = Math.round((row.now.getTime() - dueMs) / 1_000)
  const graceSeconds = effectiveGraceMs(row.graceSeconds * 1_000) / 1_000
  await record(tx, row, dueAt, 'skipped', { refusal: refuse('schedule_missed', 409, { lateSeconds, graceSeconds }) }, acts)
}

/** Does the time that is due, unless it was done already, and moves the schedule on either way. The schedule's row is held. */
async function fire(tx: Tx, row: DueRow, acts: ScheduledActs): Promise<void> {
  const decision = decide(row)
  if (!(await hasFiring(tx, row.id, new Date(decision.dueMs)))) await startOrSkip(tx, row, decision, acts)
  await moveOn(tx, row, decision)
}

/**
 * Writes the refusal down in a transaction of its own, unless somebody has dealt with this time meanwhile. Of the time that was refused:
 * one that has come since was not tried, and is due in the next turn.
 */
async function settle(claimed: DueRow, refusal: Refusal, acts: ScheduledActs): Promise<void> {
  await transact(async (tx) => {
    const row = await lockStillDue(tx, claimed)
    if (!row) return
    const decision = decide({ ...row, now: claimed.now })
    const dueAt = new Date(decision.dueMs)
    if (!(await hasFiring(tx, row.id, dueAt))) await record(tx, row, dueAt, 'refused', { refusal }, acts)
    await moveOn(tx, row, decision)
  }, 'ReadCommitted')
}

/** What is written down of a start that did not come about; null while it is to be tried again. */
function outcomeOf(claimed: DueRow, error: unknown): Refusal | null {
  if (error instanceof Refused) return error.refusal
  log.warn({ err: error, schedule: String(claimed.id) }, 'a schedule could not be started')
  // The time that is done is the latest, however long others before it have waited.
  const missed = claimed.now.getTime() - decide(claimed).dueMs > effectiveGraceMs(claimed.graceSeconds * 1_000)
  return missed ? refuse('schedule_start_failed', 500) : null
}

/** Whether nothing is left to do about this time. What cannot be written down now is tried again in the next turn. */
async function settled(claimed: DueRow, error: unknown, acts: ScheduledActs): Promise<boolean> {
  const refusal = outcomeOf(claimed, error)
  if (!refusal) return false
  try {
    await settle(claimed, refusal, acts)
    return true
  } catch (fault) {
    log.warn({ err: fault, schedule: String(claimed.id), code: refusal.code }, 'what became of a schedule could not be written down')
    return false
  }
}

/** Does one schedule that is due. False when there is none. Schedules that fail are added to `failed`, so that they hold nobody up. */
async function fireNext(acts: ScheduledActs, failed: bigint[]): Promise<boolean> {
  let claimed: DueRow | null = null
  try {
    return await transact(async (tx) => {
      claimed = await lockNextDue(tx, failed)
      if (claimed) await fire(tx, claimed, acts)
      return claimed !== null
    }, 'ReadCommitted')
  } catch (error) {
    // Assigned in the transaction, which the compiler cannot see.
    const row = claimed as DueRow | null
    if (!row) throw error
    if (!(await settled(row, error, acts))) failed.push(row.id)
    return true
  }
}

/**
 * Does what is due by the database's clock, at most fifty schedules beside those that cannot be started. The row of the firing, the run and the next time commit together:
 * whatever dies, a time is done once or is still due, and schedulers that run at once pass over what another one holds. True when there
 * may be more.
 */
export async function fireDueSchedules(acts: ScheduledActs): Promise<boolean> {
  const failed: bigint[] = []
  for (let done = 0; done < mostPerTurn + failed.length; done++) if (!(await fireNext(acts, failed))) return false
  return true
}

const keptDays = 400
const sweptAtOnce = 5_000

/** Firings are kept for 400 days, so that a year can be looked back on. What they did stays in the audit. */
export const sweepFirings = (): Promise<void> => deleteOldFirings(keptDays, sweptAtOnce)
