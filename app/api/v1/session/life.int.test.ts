import { afterAll, describe, expect, it } from 'vitest'
import { GET as events } from '#app/api/v1/events/route.ts'
import { POST as prove } from '#app/api/v1/me/proof/route.ts'
import { GET as readMe } from '#app/api/v1/me/route.ts'
import { DELETE as endOne } from '#app/api/v1/me/sessions/[id]/route.ts'
import { DELETE as endOthers, GET as listSessions } from '#app/api/v1/me/sessions/route.ts'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { POST as createToken } from '#app/api/v1/tokens/route.ts'
import { db } from '#server/database.ts'

const enter = async (email: string, cookie?: string) =>
  cookieOf((await call(signIn, 'POST', '/api/v1/session', { body: { email, password }, ...(cookie ? { cookie } : {}) })).headers)
const meStatus = async (cookie: string) => (await call(readMe, 'GET', '/api/v1/me', { cookie })).status
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

afterAll(() => db.$disconnect())

describe('the life of a session', () => {
  it('ends after 30 minutes without an act and is gone from the table', async () => {
    const person = await makePerson('viewer')
    const cookie = await enter(person.email)
    await db.session.updateMany({ where: { userId: person.id }, data: { seenAt: minutesAgo(29) } })
    expect(await meStatus(cookie)).toBe(200)
    expect((await db.session.findFirst({ where: { userId: person.id } }))?.seenAt.getTime()).toBeGreaterThan(minutesAgo(1).getTime())
    await db.session.updateMany({ where: { userId: person.id }, data: { seenAt: minutesAgo(31) } })
    expect(await meStatus(cookie)).toBe(401)
    expect(await db.session.count({ where: { userId: person.id } })).toBe(0)
  })
  it('ends 12 hours after sign-in whatever is done', async () => {
    const person = await makePerson('viewer')
    await enter(person.email)
    const row = await db.session.findFirst({ where: { userId: person.id } })
    expect(Math.round(((row?.expiresAt.getTime() ?? 0) - Date.now()) / 3_600_000)).toBe(12)
  })
  it('ends with the next sign-in of the same browser, which gets another token', async () => {
    const person = await makePerson('viewer')
    const first = await enter(person.email)
    const second = await enter(person.email, first)
    expect(second).not.toBe(first)
    expect([await meStatus(first), await meStatus(second)]).toEqual([401, 200])
  })
  it('is not prolonged by a stream that a tab holds open, and ends that stream', async () => {
    const person = await makePerson('viewer')
    const cookie = await enter(person.email)
    const seenAt = minutesAgo(10)
    await db.session.updateMany({ where: { userId: person.id }, data: { seenAt } })
    const request = new Request('http://127.0.0.1:3300/api/v1/events', { headers: { cookie, accept: 'text/event-stream' } })
    const stream = await events(request, { params: Promise.resolve({}) })
    expect(stream.status).toBe(200)
    expect((await db.session.findFirst({ where: { userId: person.id } }))?.seenAt).toEqual(seenAt)
    await db.session.deleteMany({ where: { userId: person.id } })
    // Reading to the end comes back only because the stream was closed.
    expect(await stream.text()).toContain('retry:')
  })
})

describe('own sessions', () => {
  it('are listed with the one that asks, and end one by one or all others', async () => {
    const person = await makePerson('viewer')
    const [here, there, third] = [await enter(person.email), await enter(person.email), await enter(person.email)]
    const list = async () =>
      (await call(listSessions, 'GET', '/api/v1/me/sessions', { cookie: here })).json.items as { id: string; current: boolean; ip: string }[]
    const sessions = await list()
    expect(sessions).toHaveLength(3)
    expect(sessions.filter(({ current }) => current)).toHaveLength(1)
    expect(sessions.map(({ ip }) => ip)).toEqual(['local', 'local', 'local'])
    const id = sessions.find(({ current }) => !current)?.id ?? ''
    const end = (cookie: string) => call(endOne, 'DELETE', `/api/v1/me/sessions/${id}`, { cookie, params: { id } })
    const stranger = await makePerson('viewer')
    expect((await end(await enter(stranger.email))).status).toBe(404)
    expect((await end(here)).status).toBe(204)
    expect([await meStatus(there), await meStatus(third)].filter((status) => status === 401)).toHaveLength(1)
    expect((await call(endOthers, 'DELETE', '/api/v1/me/sessions', { cookie: here })).status).toBe(204)
    expect([await meStatus(here), await meStatus(there), await meStatus(third)]).toEqual([200, 401, 401])
  })
})

describe('a dangerous act', () => {
  const body = { name: 'robot', scopes: ['all'] }

  it('waits for a proof when the last one is older than 5 minutes, in a browser only', async () => {
    const person = await makePerson('operator')
    const cookie = await enter(person.email)
    const create = (scopes: string[]) => call(createToken, 'POST', '/api/v1/tokens', { cookie, body: { ...body, scopes } })
    expect((await create(['all'])).status).toBe(201)
    await db.session.updateMany({ where: { userId: person.id }, data: { provedAt: minutesAgo(6) } })
    expect(await create(['all'])).toMatchObject({ status: 403, json: { code: 'proof_needed' } })
    expect((await create(['runs.view'])).status).toBe(201)
    expect((await call(createToken, 'POST', '/api/v1/tokens', { token: person.token, body })).status).toBe(201)
    const give = (proof: object) => call(prove, 'POST', '/api/v1/me/proof', { cookie, body: proof })
    expect(await give({ password: 'not the password' })).toMatchObject({ status: 400, json: { code: 'password_wrong' } })
    expect(await give({})).toMatchObject({ status: 400, json: { code: 'invalid_request' } })
    expect((await create(['all'])).status).toBe(403)
    expect((await give({ password })).status).toBe(204)
    expect((await create(['all'])).status).toBe(201)
  })
  it('cannot be guessed at from an open browser', async () => {
    const person = await makePerson('operator')
    const cookie = await enter(person.email)
    const give = (secret: string) => call(prove, 'POST', '/api/v1/me/proof', { cookie, body: { password: secret } })
    for (let tries = 0; tries < 5; tries += 1) expect((await give('not the password')).status).toBe(400)
    expect(await give(password)).toMatchObject({ status: 429, json: { code: 'sign_in_locked' } })
  })
})
