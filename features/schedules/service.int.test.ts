import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { loadCalendar } from '#features/schedules/calendar/service.ts'
import { fireDueSchedules } from '#features/schedules/firing/service.ts'
import { type ScheduleRequest, scheduleRequest } from '#features/schedules/schema.ts'
import { changeSchedule, createSchedule, listSchedules, loadSchedule } from '#features/schedules/service.ts'
import { nextTimes, previewTimes } from '#features/schedules/times/service.ts'
import { db } from '#server/database.ts'
import { actFor, dueSchedule, firingsOf, maker, runsOf } from '#streams/testing/schedules.ts'

const hourMs = 3_600_000
const origin = { ip: '127.0.0.1', requestId: 'r', locale: 'en' } as const
const people: Partial<Record<Role, Awaited<ReturnType<typeof maker>>>> = {}
const who = (role: Role) => {
  const person = people[role]
  if (!person) throw new Error(`no ${role}`)
  return person.principal
}

beforeAll(async () => {
  for (const role of ['viewer', 'operator', 'data_manager', 'approver'] as const) people[role] = await maker(role)
})
beforeEach(() => db.schedule.updateMany({ data: { state: 'ended', nextAt: null } }))
afterAll(() => db.$disconnect())

const ask = (changes: Record<string, unknown> = {}): ScheduleRequest =>
  scheduleRequest.parse({ name: 'nightly', act: 'datasheets.export', payload: { mark: randomUUID() }, cron: '0 4 * * *', ...changes })
async function make(role: Role, changes: Record<string, unknown> = {}, acts = actFor(null)) {
  const made = await createSchedule(who(role), ask(changes), acts, origin)
  if (made instanceof Refusal) throw new Error(made.code)
  return made
}
const code = (answer: unknown) => (answer instanceof Refusal ? `${answer.code} ${answer.path ?? ''}`.trim() : 'made')
const times = (cron: string, zone: string, now: string) => {
  const found = nextTimes({ cron, runAt: null, zone }, new Date(now))
  return found instanceof Refusal ? [found.code] : found.map((at) => at.toISOString().slice(0, 16))
}

describe('times', () => {
  it('are those of the zone', async () => {
    expect(times('0 4 * * 1', 'Asia/Seoul', '2026-11-21T00:00:00Z').slice(0, 2)).toEqual(['2026-11-22T19:00', '2026-11-29T19:00'])
    expect(times('30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z').slice(0, 3)).toEqual(['2026-03-08T07:30', '2026-03-09T06:30', '2026-03-10T06:30'])
    expect(times('30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z').slice(0, 2)).toEqual(['2026-11-01T05:30', '2026-11-02T06:30'])
    const hourly = ['2026-11-01T05:00', '2026-11-01T06:00', '2026-11-01T07:00', '2026-11-01T08:00', '2026-11-01T09:00']
    expect(times('0 * * * *', 'America/New_York', '2026-11-01T04:30:00Z')).toEqual(hourly)
  })

  it.each([
    [{ cron: '61 * * * *' }, 'schedule_cron_unreadable cron'],
    [{ cron: '0 0 4 * * *' }, 'schedule_cron_unreadable cron'],
    [{ cron: '@hourly' }, 'schedule_cron_unreadable cron'],
    [{ cron: '0 0 31 4,6 *' }, 'schedule_never cron'],
    [{ zone: 'Asia/Soul' }, 'schedule_zone_unknown zone'],
    [{ zone: '+09:00' }, 'schedule_zone_unknown zone'],
    [{ cron: undefined, runAt: '2020-01-01T00:00:00+09:00' }, 'schedule_in_the_past runAt'],
    [{ payload: { other: 1 } }, 'schedule_payload_unreadable payload.mark'],
    [{ act: 'datasheets.compare' }, 'schedule_act_unknown act'],
  ])('%o is refused', async (changes, refusal) => {
    expect(code(await createSchedule(who('data_manager'), ask(changes), actFor(null), origin))).toBe(refusal)
  })

  it.each([
    ['plan', 2, 'schedule_after_plan runAt'],
    ['approval', 2, 'schedule_after_approval runAt'],
    ['approval', 1, 'made'],
  ] as const)('the %s that an act needs has to last: due after %i hours', async (of, hours, outcome) => {
    const [act] = actFor(null)
    if (!act) throw new Error('no act')
    const until = new Date(Date.now() + 2 * hourMs - 1_000)
    const prepare: typeof act.prepare = async (...given) => ({ ...(await act.prepare(...given)), lasting: [{ of, until }] }) as never
    const request = ask({ cron: undefined, runAt: new Date(Date.now() + hours * hourMs).toISOString() })
    expect(code(await createSchedule(who('data_manager'), request, [{ ...act, prepare }], origin))).toBe(outcome)
  })

  it('are shown before anything is saved', async () => {
    const shown = await previewTimes({ cron: '*/30 * * * *', zone: 'Asia/Seoul' })
    expect(shown instanceof Refusal ? [] : shown.next).toHaveLength(5)
    expect(code(await previewTimes({ cron: 'x', zone: 'Asia/Seoul' }))).toBe('schedule_cron_unreadable cron')
  })
})

it('is listed with its next five times, those that are due next first', async () => {
  const [slow, fast] = [await make('data_manager', { cron: '0 0 1 1 *' }), await make('data_manager', { cron: '*/5 * * * *' })]
  expect([fast.next.length, fast.state, fast.last, fast.firings]).toEqual([5, 'active', null, []])
  const { items } = await listSchedules(who('viewer'), { page: 1, pageSize: 10, state: 'active' }, 'en')
  expect(items.map(({ id }) => id)).toEqual([fast.id, slow.id])
})

it('asks for the right to make schedules and for that of the act, in the kind of the environment', async () => {
  const production = actFor({ id: randomUUID(), name: 'live', kind: 'production' })
  const asked = async (role: Role, acts = actFor(null)) => code(await createSchedule(who(role), ask(), acts, origin))
  expect(await Promise.all([asked('viewer'), asked('approver'), asked('operator'), asked('operator', production), asked('data_manager', production)])).toEqual([
    'schedule_forbidden',
    'schedule_forbidden',
    'made',
    'schedule_forbidden',
    'made',
  ])
  const live = await make('data_manager', {}, production)
  expect(code(await changeSchedule(who('operator'), live.id, 'paused', actFor(null), origin))).toBe('schedule_forbidden')
})

it('asks for the right of the act again when it is resumed, not when it is stopped', async () => {
  const { id } = await make('data_manager')
  const [act] = actFor(null)
  const importing = act ? [{ ...act, permission: 'datasheets.import' as const }] : []
  expect(await changeSchedule(who('operator'), id, 'paused', importing, origin)).toMatchObject({ state: 'paused' })
  expect(code(await changeSchedule(who('operator'), id, 'active', importing, origin))).toBe('schedule_forbidden')
  expect(code(await changeSchedule(who('data_manager'), id, 'active', [], origin))).toBe('schedule_forbidden')
  expect(await changeSchedule(who('data_manager'), id, 'active', importing, origin)).toMatchObject({ state: 'active' })
})

it('is paused without piling up, resumed, and ended for good', async () => {
  const { id } = await make('data_manager', { cron: '* * * * *' })
  const paused = await changeSchedule(who('operator'), id, 'paused', actFor(null), origin)
  expect(paused).toMatchObject({ state: 'paused', nextAt: null, next: [] })
  const before = Date.now()
  const resumed = await changeSchedule(who('operator'), id, 'active', actFor(null), origin)
  expect(resumed instanceof Refusal || Date.parse(resumed.nextAt ?? '') > before - 5_000).toBe(true)
  expect(await firingsOf(BigInt(id))).toEqual([])
  expect(await changeSchedule(who('operator'), id, 'ended', actFor(null), origin)).toMatchObject({ state: 'ended', nextAt: null })
  expect(code(await changeSchedule(who('operator'), id, 'active', actFor(null), origin))).toBe('schedule_ended')
  const actions = await db.auditEntry.findMany({ where: { object: `schedule:${id}` }, orderBy: { id: 'asc' } })
  expect(actions.map(({ action }) => action)).toEqual(['schedules.create', 'schedules.pause', 'schedules.resume', 'schedules.end'])
})

it('is not resumed where as many are active as there may be', async () => {
  const { id } = await make('data_manager')
  await changeSchedule(who('data_manager'), id, 'paused', actFor(null), origin)
  const row = await db.schedule.findUniqueOrThrow({ where: { id: BigInt(id) } })
  const { id: _, payload, title, ...settings } = row
  const others = Array.from({ length: 500 }, () => ({
    ...settings,
    payload: payload as object,
    title: title as object,
    state: 'active',
    nextAt: new Date(Date.now() + hourMs),
  }))
  await db.schedule.createMany({ data: others })
  expect(code(await changeSchedule(who('data_manager'), id, 'active', actFor(null), origin))).toBe('schedule_too_many')
})

it('a one-off whose time went by while it was paused is not resumed', async () => {
  const { id } = await dueSchedule(who('data_manager').userId, { agoMs: hourMs, state: 'paused' })
  expect(code(await changeSchedule(who('data_manager'), String(id), 'active', actFor(null), origin))).toBe('schedule_in_the_past runAt')
})

it('says in the language of the reader why nothing was done', async () => {
  const { id } = await dueSchedule(who('data_manager').userId, { agoMs: hourMs })
  await fireDueSchedules(actFor(null))
  const [english, korean] = [await loadSchedule(who('viewer'), String(id), 'en'), await loadSchedule(who('viewer'), String(id), 'ko')]
  if (english instanceof Refusal || korean instanceof Refusal) throw new Error('not found')
  expect(english.firings.map(({ outcome, refusal }) => [outcome, refusal?.title])).toEqual([['skipped', 'Missed and left out']])
  expect(korean.firings[0]?.refusal?.title).toBe('시각을 놓쳐 건너뛰었습니다')
})

describe('calendar', () => {
  const span = (fromMs: number, toMs: number) => ({ from: new Date(Date.now() + fromMs).toISOString(), to: new Date(Date.now() + toMs).toISOString() })
  const items = async (fromMs: number, toMs: number) => {
    const found = await loadCalendar(who('viewer'), span(fromMs, toMs))
    if (found instanceof Refusal) throw new Error(found.code)
    return found
  }

  it('shows what is to come and what was, in the order of time', async () => {
    const userId = who('data_manager').userId
    const [missed, ran] = [await dueSchedule(userId, { agoMs: hourMs }), await dueSchedule(userId, {})]
    await fireDueSchedules(actFor(null))
    const coming = await make('data_manager', { cron: '0 */6 * * *' })
    const { items: found, cut } = await items(-2 * hourMs, 48 * hourMs)
    const of = (id: bigint | string) => found.filter(({ schedule }) => schedule === String(id)).map(({ kind }) => kind)
    expect([of(missed.id), of(ran.id), of(coming.id), cut]).toEqual([['skipped'], ['run'], Array(8).fill('planned'), false])
    expect(found.map(({ at }) => at)).toEqual(found.map(({ at }) => at).sort())
    expect(await runsOf(ran.mark)).toBe(1)
  })

  it('shows a one-off at its time', async () => {
    const made = await make('data_manager', { cron: undefined, runAt: new Date(Date.now() + hourMs).toISOString() })
    const { items: found } = await items(-hourMs, 2 * hourMs)
    expect(found.filter(({ schedule }) => schedule === made.id).map(({ at, kind }) => [at, kind])).toEqual([[made.runAt, 'planned']])
  })

  it('a schedule of every minute hides no other, and the cut is said', async () => {
    await make('data_manager', { cron: '* * * * *' })
    const rare = await make('data_manager', { cron: '0 4 * * *' })
    const { items: found, cut } = await items(0, 31 * 24 * hourMs)
    expect(cut).toBe(true)
    expect(found.filter(({ schedule }) => schedule === rare.id).length).toBeGreaterThanOrEqual(30)
  })

  it('is asked for at most 62 days', async () => {
    expect(code(await loadCalendar(who('viewer'), span(0, 63 * 24 * hourMs)))).toBe('calendar_span to')
    expect(code(await loadCalendar(who('viewer'), span(hourMs, 0)))).toBe('calendar_span to')
  })
})
