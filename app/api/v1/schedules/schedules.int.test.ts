import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as calendar } from '#app/api/v1/calendar/route.ts'
import { PATCH as change, GET as one } from '#app/api/v1/schedules/[id]/route.ts'
import { scheduledActs as made } from '#app/api/v1/schedules/acts.ts'
import { POST as create, GET as list } from '#app/api/v1/schedules/route.ts'
import { GET as times } from '#app/api/v1/schedules/times/route.ts'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { calendar as calendarShape, scheduleActs, scheduleDetail, schedulePage } from '#features/schedules/schema.ts'
import { onceOnly } from '#features/schedules/view.ts'
import { db } from '#server/database.ts'
import { scheduledActs as done } from '#streams/scheduled-acts.ts'
import { dueSchedule } from '#streams/testing/schedules.ts'

let [manager, viewer]: Awaited<ReturnType<typeof makePerson>>[] = []
beforeAll(async () => {
  ;[manager, viewer] = [await makePerson('data_manager'), await makePerson('viewer')]
})
afterAll(() => db.$disconnect())

const as = (person: { token: string } | undefined, more: object = {}) => ({ token: person?.token ?? '', ...more })
const korean = { headers: { 'accept-language': 'ko' } }

it('what can be made is what can be done, and every act of the schema is there', () => {
  expect(made).toEqual(done)
  expect(made.map(({ act }) => act).sort()).toEqual([...scheduleActs].sort())
  expect(made.filter((one) => one.onceOnly).map(({ act }) => act)).toEqual(onceOnly)
})

describe('times', () => {
  const ask = (query: string, more: object = {}) => call(times, 'GET', `/api/v1/schedules/times?${query}`, as(viewer, more))

  it('shows five', async () => {
    const { status, json } = await ask('cron=0+4+*+*+*&zone=Asia/Seoul')
    expect([status, (json.next as string[]).length, (json.next as string[]).every((at) => at.endsWith('T19:00:00.000Z'))]).toEqual([200, 5, true])
  })

  it('says what is wrong in both languages', async () => {
    expect((await ask('cron=61+*+*+*+*')).json).toMatchObject({ code: 'schedule_cron_unreadable', errors: [{ path: 'cron' }] })
    expect((await ask('cron=x', korean)).json).toMatchObject({ status: 422, title: 'cron 식을 읽을 수 없습니다' })
    expect((await ask('cron=0+4+*+*+*&zone=Mars')).json).toMatchObject({ code: 'schedule_zone_unknown' })
    expect((await ask('runAt=2020-01-01T00:00:00Z', korean)).json).toMatchObject({ code: 'schedule_in_the_past', title: '이미 지난 시각입니다' })
    expect((await ask('zone=UTC')).json).toMatchObject({ code: 'invalid_request', errors: [{ code: 'schedule_once_or_cron' }] })
  })
})

describe('schedules', () => {
  const body = { name: 'x', act: 'datasheets.import', payload: {}, cron: '0 4 * * *' }

  it('are made by who may, with a payload that the act can read, and either once or again', async () => {
    expect((await call(create, 'POST', '/api/v1/schedules', as(viewer, { body }))).status).toBe(403)
    expect((await call(create, 'POST', '/api/v1/schedules', as(manager, { body }))).json).toMatchObject({ code: 'schedule_payload_unreadable' })
    const both = { ...body, runAt: '2030-01-01T00:00:00Z' }
    expect((await call(create, 'POST', '/api/v1/schedules', as(manager, { body: both }))).json).toMatchObject({ errors: [{ code: 'schedule_once_or_cron' }] })
  })

  const payload = { plan: '9000000000000000000', sha256: 'a'.repeat(64) }

  it('apply a plan once, not again and again', async () => {
    const send = async (more: object) => (await call(create, 'POST', '/api/v1/schedules', as(manager, { body: { ...body, payload, ...more } }))).json
    expect(await send({})).toMatchObject({ code: 'schedule_once_only', status: 422, errors: [{ path: 'cron' }] })
    expect(await send({ cron: undefined, runAt: '2099-01-01T00:00:00Z' })).toMatchObject({ code: 'not_found' })
    const late = { code: 'invalid_request', errors: [{ path: 'runAt', code: 'schedule_too_far' }] }
    expect(await send({ cron: undefined, runAt: '9999-12-31T23:59:59-12:00' })).toMatchObject(late)
  })

  it('ask a browser for a proof that is not old where something is confirmed for production', async () => {
    const cookie = cookieOf((await call(signIn, 'POST', '/api/v1/session', { body: { email: manager?.email, password } })).headers)
    await db.session.updateMany({ where: { userId: manager?.id ?? '' }, data: { provedAt: new Date(Date.now() - 301_000) } })
    const once = { ...body, cron: undefined, runAt: '2099-01-01T00:00:00Z' }
    const send = async (more: object) => (await call(create, 'POST', '/api/v1/schedules', { cookie, body: { ...once, payload: { ...payload, ...more } } })).json
    expect(await send({ confirm: { environment: 'live', rows: 1 } })).toMatchObject({ status: 403, code: 'proof_needed' })
    expect(await send({})).toMatchObject({ code: 'not_found' })
  })

  it('are listed, shown and stopped', async () => {
    const { id } = await dueSchedule(manager?.id ?? '', { cron: '0 4 * * *', agoMs: -3_600_000 })
    const { json } = await call(list, 'GET', '/api/v1/schedules?pageSize=500', as(viewer))
    expect(schedulePage.parse(json).items.some((item) => item.id === String(id))).toBe(true)
    const options = { params: { id: String(id) } }
    expect(scheduleDetail.parse((await call(one, 'GET', `/api/v1/schedules/${id}`, as(viewer, options))).json).next).toHaveLength(5)
    expect((await call(change, 'PATCH', `/api/v1/schedules/${id}`, as(viewer, { ...options, body: { state: 'paused' } }))).status).toBe(403)
    expect((await call(change, 'PATCH', `/api/v1/schedules/${id}`, as(manager, { ...options, body: { state: 'paused' } }))).json).toMatchObject({
      state: 'paused',
    })
    expect((await call(one, 'GET', '/api/v1/schedules/x', as(viewer, { params: { id: 'x' } }))).status).toBe(404)
  })
})

it('the calendar is asked for a span', async () => {
  const { id } = await dueSchedule(manager?.id ?? '', { cron: '0 4 * * *', agoMs: -3_600_000 })
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
  const { json } = await call(calendar, 'GET', `/api/v1/calendar?from=${at(-1)}&to=${at(72)}`, as(viewer))
  expect(calendarShape.parse(json).items.filter(({ schedule }) => schedule === String(id)).length).toBeGreaterThanOrEqual(3)
  expect((await call(calendar, 'GET', `/api/v1/calendar?from=${at(0)}&to=${at(2_000)}`, as(viewer))).json).toMatchObject({ code: 'calendar_span' })
  expect((await call(calendar, 'GET', '/api/v1/calendar?from=today', as(viewer))).status).toBe(400)
})
