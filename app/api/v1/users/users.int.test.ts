import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { POST as accept } from '#app/api/v1/invitations/accept/route.ts'
import { GET as readMe } from '#app/api/v1/me/route.ts'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { PATCH as change } from '#app/api/v1/users/[id]/route.ts'
import { DELETE as endSessions } from '#app/api/v1/users/[id]/sessions/route.ts'
import { POST as invite, GET as list } from '#app/api/v1/users/route.ts'
import { db } from '#server/database.ts'

const boss = makePerson('administrator')
const own = 'a harbour with five boats'
const enter = (email: string, secret: string) => call(signIn, 'POST', '/api/v1/session', { body: { email, password: secret } })
const newEmail = () => `${randomUUID()}@example.test`
const ask = async (email: string, role = 'operator') => call(invite, 'POST', '/api/v1/users', { token: (await boss).token, body: { email, role } })
const tokenIn = (answer: { json: Record<string, unknown> }) => String(answer.json.link).split('#')[1] ?? ''
const take = (token: string, secret = own) => call(accept, 'POST', '/api/v1/invitations/accept', { body: { token, password: secret, name: 'Lee' } })
const patch = async (id: string, body: object, token?: string) =>
  call(change, 'PATCH', `/api/v1/users/${id}`, { token: token ?? (await boss).token, body, params: { id } })

afterAll(() => db.$disconnect())

describe('an invitation', () => {
  it('is a link that works once, and its person signs in with the role', async () => {
    const email = newEmail()
    const invited = await ask(email.toUpperCase())
    expect(invited).toMatchObject({ status: 201, json: { user: { email, role: 'operator', state: 'invited' } } })
    expect((await enter(email, own)).status).toBe(401)
    expect(await take(tokenIn(invited), 'x'.repeat(20))).toMatchObject({ status: 400, json: { code: 'password_guessable' } })
    expect(await take(tokenIn(invited))).toMatchObject({ status: 200, json: { email } })
    expect(await take(tokenIn(invited))).toMatchObject({ status: 410, json: { code: 'invitation_gone' } })
    expect(await enter(email, own)).toMatchObject({ status: 200, json: { name: 'Lee', role: 'operator', mustChangePassword: false } })
    expect(await ask(email)).toMatchObject({ status: 409, json: { code: 'user_exists' } })
  })
  it('is taken by one of two at the same moment', async () => {
    const token = tokenIn(await ask(newEmail()))
    const answers = await Promise.all([take(token), take(token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
  })
  it('ends with a newer one, after 72 hours, and with its person', async () => {
    const email = newEmail()
    const [old, fresh] = [tokenIn(await ask(email)), tokenIn(await ask(email, 'viewer'))]
    expect((await take(old)).status).toBe(410)
    const user = await db.user.findUnique({ where: { email } })
    expect(user?.role).toBe('viewer')
    const row = await db.invitation.findFirst({ where: { userId: user?.id ?? '' } })
    expect(Math.round(((row?.expiresAt.getTime() ?? 0) - Date.now()) / 3_600_000)).toBe(72)
    await patch(user?.id ?? '', { disabled: true })
    expect((await take(fresh)).status).toBe(410)
    const late = newEmail()
    const token = tokenIn(await ask(late))
    await db.invitation.updateMany({ where: { user: { email: late } }, data: { expiresAt: new Date() } })
    expect((await take(token)).status).toBe(410)
  })
  it('is kept as a hash', async () => {
    const token = tokenIn(await ask(newEmail()))
    expect(await db.invitation.count({ where: { hash: token } })).toBe(0)
  })
})

describe('a change of a person', () => {
  it('of the role ends the sessions at once and holds for tokens at once', async () => {
    const person = await makePerson('administrator')
    const cookie = cookieOf((await enter(person.email, password)).headers)
    expect(await patch(person.id, { role: 'viewer' })).toMatchObject({ status: 200, json: { role: 'viewer' } })
    expect((await call(readMe, 'GET', '/api/v1/me', { cookie })).status).toBe(401)
    expect((await call(list, 'GET', '/api/v1/users', { token: person.token })).status).toBe(403)
    const row = await db.auditEntry.findFirst({ where: { action: 'user.role', object: `user:${person.id}` } })
    expect(row).toMatchObject({ outcome: 'done', userId: (await boss).id })
  })
  it('that disables ends sessions and tokens; enabling brings the tokens not back', async () => {
    const person = await makePerson('operator')
    const cookie = cookieOf((await enter(person.email, password)).headers)
    expect(await patch(person.id, { disabled: true })).toMatchObject({ status: 200, json: { state: 'disabled' } })
    expect((await call(readMe, 'GET', '/api/v1/me', { cookie })).status).toBe(401)
    expect((await enter(person.email, password)).status).toBe(401)
    expect(await patch(person.id, { disabled: false })).toMatchObject({ status: 200, json: { state: 'active' } })
    expect((await call(readMe, 'GET', '/api/v1/me', { token: person.token })).status).toBe(401)
    expect((await enter(person.email, password)).status).toBe(200)
  })
  it('is refused for oneself', async () => {
    const { id } = await boss
    expect(await patch(id, { role: 'viewer' })).toMatchObject({ status: 409, json: { code: 'own_account' } })
  })
  it('leaves an administrator when two demote each other at the same moment', async () => {
    const [one, two] = [await makePerson('administrator'), await makePerson('administrator')]
    const answers = await Promise.all([patch(one.id, { role: 'viewer' }, two.token), patch(two.id, { role: 'viewer' }, one.token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
    expect(await db.user.count({ where: { id: { in: [one.id, two.id] }, role: 'administrator' } })).toBe(1)
  })
  it('may be no more than ending the sessions', async () => {
    const person = await makePerson('viewer')
    const cookie = cookieOf((await enter(person.email, password)).headers)
    const end = await call(endSessions, 'DELETE', `/api/v1/users/${person.id}/sessions`, { token: (await boss).token, params: { id: person.id } })
    expect(end.status).toBe(204)
    expect((await call(readMe, 'GET', '/api/v1/me', { cookie })).status).toBe(401)
  })
})

describe('the list', () => {
  it('is found by text, role and state, and sorted', async () => {
    const email = newEmail()
    await ask(email, 'campaign_manager')
    const found = await call(list, 'GET', `/api/v1/users?q=${email}&role=campaign_manager&state=invited&sort=-createdAt`, { token: (await boss).token })
    expect(found).toMatchObject({ status: 200, json: { total: 1, items: [{ email, state: 'invited', secondFactor: false, sessions: 0 }] } })
    expect((await call(list, 'GET', `/api/v1/users?q=${email}&state=active`, { token: (await boss).token })).json).toMatchObject({ total: 0 })
  })
})
