import { bigintId } from '#core/shared/ids.ts'
import { type EnvironmentKind, may, type Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { findEnvironment } from '#features/environments/repository.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { mayBoth, placeOf } from '#features/schedules/access.ts'
import type { PreparedAct, ScheduledAct, ScheduledActs } from '#features/schedules/jobs.ts'
import * as repository from '#features/schedules/repository.ts'
import {
  firing as firingShape,
  type Schedule,
  type ScheduleDetail,
  type SchedulePage,
  type ScheduleQuery,
  type ScheduleRequest,
  schedule as scheduleShape,
} from '#features/schedules/schema.ts'
import { dueTimesOf, nextTimes, onClocks, readable, takeTimes, whenOf } from '#features/schedules/times/service.ts'
import { db, transact } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'
import type { Locale } from '#server/http/locale.ts'
import { describeProblem } from '#server/http/problem.ts'

type Origin = { ip: string; requestId: string }
type Firing = Schedule['last']

/** As many as a calendar can hold. */
const mostActive = 500
const firingsShown = 50

const objectOf = (id: bigint): string => `schedule:${id}`
const iso = (at: Date | null): string | null => at?.toISOString() ?? null

function toFiring(row: repository.FiringRow, zone: string, locale: Locale): NonNullable<Firing> {
  const refusal = repository.refusalOf(row.refusal)
  return {
    dueAt: row.dueAt.toISOString(),
    at: row.at.toISOString(),
    outcome: firingShape.shape.outcome.parse(row.outcome),
    run: row.runId === null ? null : String(row.runId),
    refusal: refusal && { code: refusal.code, ...describeProblem(refusal.code, readable(refusal.params, zone), locale) },
  }
}

const shownTimes = 5

/** The next time as it is kept, then those that follow it. */
function nextOf(row: repository.ScheduleRow): string[] {
  if (row.state !== 'active' || row.nextAt === null) return []
  const times = dueTimesOf(row)
  const later = times instanceof Refusal ? [] : takeTimes(times, row.nextAt.getTime(), shownTimes - 1)
  return [row.nextAt, ...later].map((at) => at.toISOString())
}

function toSchedule(row: repository.ScheduleRow, last: repository.FiringRow | undefined, locale: Locale): Schedule {
  const { environmentId, environment, environmentKind } = row
  const { act, missed, state, title, payload } = scheduleShape.shape
  return {
    id: String(row.id),
    name: row.name,
    act: act.parse(row.act),
    title: title.parse(row.title),
    payload: payload.parse(row.payload),
    environment: environmentId ? { id: environmentId, name: environment ?? '', kind: environmentKind === 'production' ? 'production' : 'test' } : null,
    cron: row.cron,
    zone: row.zone,
    runAt: iso(row.runAt),
    missed: missed.parse(row.missed),
    graceSeconds: row.graceSeconds,
    state: state.parse(row.state),
    nextAt: iso(row.nextAt),
    next: nextOf(row),
    last: last ? toFiring(last, row.zone, locale) : null,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  }
}

export async function listSchedules(_who: Principal, query: ScheduleQuery, locale: Locale): Promise<SchedulePage> {
  const { rows, total } = await repository.pageOfSchedules(query)
  const last = await repository.lastFirings(rows.map(({ id }) => id))
  const items = rows.map((row) => toSchedule(row, last.get(row.id), locale))
  return { items, total, page: query.page, pageSize: query.pageSize, countedAt: new Date().toISOString() }
}

async function detailOf(row: repository.ScheduleRow, locale: Locale): Promise<ScheduleDetail> {
  const firings = await repository.listFirings(row.id, firingsShown)
  return { ...toSchedule(row, firings[0], locale), firings: firings.map((firing) => toFiring(firing, row.zone, locale)) }
}

/** A schedule with its next five times and its latest fifty firings. */
export async function loadSchedule(_who: Principal, id: string, locale: Locale): Promise<ScheduleDetail | Refusal> {
  const number = bigintId(id)
  const row = number && (await repository.findSchedule(number))
  return row ? detailOf(row, locale) : refuse('not_found', 404)
}

const overCodes = { plan: 'schedule_after_plan', approval: 'schedule_after_approval' } as const

/** A time at which something that the act needs will be over: it would be refused then, with nobody there to see it. */
function overFault({ lasting = [] }: PreparedAct, at: Date, zone: string): Refusal | null {
  const over = lasting.find(({ until }) => at >= until)
  return over ? refuse(overCodes[over.of], 422, { at: onClocks(at, zone), until: onClocks(over.until, zone) }, 'runAt') : null
}

/** The act with its payload looked at and named, for somebody who may do it there. Refusals for want of permission leave a row in the audit. */
async function prepare(who: Principal, request: ScheduleRequest, acts: ScheduledActs, origin: Origin): Promise<PreparedAct | Refusal> {
  const act: ScheduledAct | undefined = acts.find((one) => one.act === request.act)
  if (!act) return refuse('schedule_act_unknown', 422, { act: request.act }, 'act')
  const payload = act.payload.safeParse(request.payload)
  if (!payload.success) {
    const field = ['payload', ...(payload.error.issues[0]?.path ?? [])].join('.')
    return refuse('schedule_payload_unreadable', 422, { act: request.act, field }, field)
  }
  if (act.onceOnly && request.cron !== undefined) return refuse('schedule_once_only', 422, { cron: request.cron }, 'cron')
  const prepared = await act.prepare(who, payload.data, origin)
  if (prepared instanceof Refusal) return prepared
  const kind = prepared.environment?.kind
  if (mayBoth(who, act.permission, kind)) return prepared
  const object = prepared.environment ? `environment:${prepared.environment.id}` : 'schedules'
  const detail = { act: request.act, permission: act.permission, kind: kind ?? 'none' }
  await recordAudit(db, { who, action: 'schedules.create', object, outcome: 'refused', detail, ...origin })
  return refuse('schedule_forbidden', 403, { place: prepared.environment?.name ?? '–', kind: kind ?? 'none' })
}

/**
 * A new schedule, active at once. Refuses what the act refuses, times that cannot be read or have passed, times again and again for an act
 * that is done once (schedule_once_only), and more than 500 active ones.
 */
export async function createSchedule(
  who: Principal,
  request: ScheduleRequest,
  acts: ScheduledActs,
  { locale, ...origin }: Origin & { locale: Locale },
): Promise<ScheduleDetail | Refusal> {
  const when = whenOf(request)
  const unreadable = nextTimes(when, await databaseNow())
  if (unreadable instanceof Refusal) return unreadable
  const prepared = await prepare(who, request, acts, origin)
  if (prepared instanceof Refusal) return prepared
  const made = await transact(async (tx) => {
    const now = await databaseNow(tx)
    const next = nextTimes(when, now)
    if (next instanceof Refusal) return next
    const over = overFault(prepared, next[0] ?? now, when.zone)
    if (over) return over
    if ((await repository.countActive(tx)) >= mostActive) return refuse('schedule_too_many', 409, { most: mostActive })
    const { name, act, missed, graceSeconds } = request
    const { environment, title } = prepared
    const place = environment ? { environmentId: environment.id, environment: environment.name, environmentKind: environment.kind } : {}
    const times = { nextAt: next[0] ?? null, createdAt: now, updatedAt: now }
    const settings = { name, act, missed, graceSeconds, ...when, state: 'active', createdById: who.userId }
    const row = await repository.insertSchedule(tx, { ...settings, ...place, ...times, title, payload: prepared.payload as Prisma.InputJsonValue })
    const after = { name, act, environment: environment?.name ?? null, cron: when.cron, runAt: iso(when.runAt), zone: when.zone, missed, graceSeconds }
    await recordAudit(tx, { who, action: 'schedules.create', object: objectOf(row.id), after, ...origin })
    return row
  })
  return made instanceof Refusal ? made : detailOf(made, locale)
}

/** When a schedule is due after it was stopped: what passed meanwhile is not counted as missed. */
function nextAfterPause(row: repository.ScheduleRow, now: Date): Date | null | Refusal {
  const next = nextTimes(row, now)
  return next instanceof Refusal ? next : (next[0] ?? null)
}

/** The stricter of what the environment was when the schedule was made and what it is now. */
async function kindNow({ environmentId, environmentKind }: repository.ScheduleRow): Promise<EnvironmentKind | undefined> {
  const now = environmentId ? await findEnvironment(environmentId) : null
  return placeOf(environmentKind, now?.kind)
}

/** Whoever may make schedules there stops one; one whose act is no more is not resumed by anybody. */
function mayChange(who: Principal, row: repository.ScheduleRow, state: Schedule['state'], kind: EnvironmentKind | undefined, acts: ScheduledActs): boolean {
  if (state !== 'active') return may(who, 'schedules.manage', kind)
  const act = acts.find((one) => one.act === row.act)
  return act !== undefined && mayBoth(who, act.permission, kind)
}

/**
 * Pauses, resumes or ends a schedule; to resume takes the permission of the act, as to make it does. What is ended stays ended; what is so
 * already is answered as it is. Refuses schedule_ended, schedule_forbidden, schedule_too_many, and for a one-off whose time went by while it was paused
 * schedule_in_the_past.
 */
export async function changeSchedule(
  who: Principal,
  id: string,
  state: Schedule['state'],
  acts: ScheduledActs,
  { locale, ...origin }: Origin & { locale: Locale },
): Promise<ScheduleDetail | Refusal> {
  const number = bigintId(id)
  const known = number && (await repository.findSchedule(number))
  if (!number || !known) return refuse('not_found', 404)
  const kind = await kindNow(known)
  const action = `schedules.${state === 'active' ? 'resume' : state === 'paused' ? 'pause' : 'end'}`
  if (!mayChange(who, known, state, kind, acts)) {
    await recordAudit(db, { who, action, object: objectOf(number), outcome: 'refused', detail: { kind: kind ?? 'none' }, ...origin })
    return refuse('schedule_forbidden', 403, { place: known.environment ?? '–', kind: kind ?? 'none' })
  }
  const refusal = await transact(async (tx) => {
    const row = await repository.lockSchedule(tx, number)
    if (!row) return refuse('not_found', 404)
    if (row.state === state) return null
    if (row.state === 'ended') return refuse('schedule_ended', 409, { name: row.name })
    const now = await databaseNow(tx)
    const nextAt = state === 'active' ? nextAfterPause(row, now) : null
    if (nextAt instanceof Refusal) return nextAt
    if (state === 'active' && (await repository.countActive(tx)) >= mostActive) return refuse('schedule_too_many', 409, { most: mostActive })
    await repository.moveSchedule(tx, number, { state, nextAt, now })
    await recordAudit(tx, { who, action, object: objectOf(number), before: { state: row.state }, after: { state, nextAt: iso(nextAt) }, ...origin })
    return null
  })
  return refusal ?? loadSchedule(who, id, locale)
}
