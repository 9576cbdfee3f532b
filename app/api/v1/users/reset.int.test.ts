import { afterAll, describe, expect, it } from 'vitest'
import { POST as accept } from '#app/api/v1/invitations/accept/route.ts'
import { POST as changePassword } from '#app/api/v1/me/password/route.ts'
import { GET as readMe } from '#app/api/v1/me/route.ts'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { POST as reset } from '#app/api/v1/users/[id]/password-reset/route.ts'
import { PATCH as change } from '#app/api/v1/users/[id]/route.ts'
import { DELETE as resetFactor } from '#app/api/v1/users/[id]/second-factor/route.ts'
import { POST as invite } from '#app/api/v1/users/route.ts'
import { roles } from '#core/shared/permissions.ts'
import { db } from '#server/database.ts'

const boss = makePerson('administrator')
const own = 'a harbour with five boats'
const enter = (email: string, secret: string) => call(signIn, 'POST', '/api/v1/session', { body: { email, password: secret } })
const meStatus = async (who: { cookie?: string; token?: string }) => (await call(readMe, 'GET', '/api/v1/me', who)).status
const ask = async (id: string, by: { token?: string; cookie?: string } = {}) =>
  call(reset, 'POST', `/api/v1/users/${id}/password-reset`, { ...(by.cookie ? {} : { token: (await boss).token }), ...by, params: { id } })
const tokenIn = (answer: { json: Record<string, unknown> }) => String(answer.json.link).split('#')[1] ?? ''
const take = (token: string, secret = own, extra: object = {}) =>
  call(accept, 'POST', '/api/v1/invitations/accept', { body: { token, password: secret, ...extra } })
const audited = (id: string, action: string) => db.auditEntry.findMany({ where: { action, object: `user:${id}` } })

afterAll(() => db.$disconnect())

describe('a forgotten password', () => {
  it('is chosen anew with a link that works once, and everything that came from the old one ends', async () => {
    const person = await makePerson('operator')
    const cookie = cookieOf((await enter(person.email, password)).headers)
    const made = await ask(person.id)
    expect(made).toMatchObject({ status: 201, json: { user: { email: person.email, state: 'active', sessions: 0 } } })
    expect(String(made.json.link)).toMatch(/\/reset-password#[\w-]{43}$/)
    // At once: the sessions. Not yet: what a mistake would cost.
    expect(await meStatus({ cookie })).toBe(401)
    expect(await meStatus({ token: person.token })).toBe(200)
    const since = cookieOf((await enter(person.email, password)).headers)
    expect(await take(tokenIn(made), own, { name: 'Somebody Else' })).toMatchObject({ status: 200, json: { email: person.email } })
    expect(await meStatus({ cookie: since })).toBe(401)
    expect(await meStatus({ token: person.token })).toBe(401)
    expect((await enter(person.email, password)).status).toBe(401)
    expect(await enter(person.email, own)).toMatchObject({ status: 200, json: { name: 'operator', mustChangePassword: false } })
    expect(await take(tokenIn(made))).toMatchObject({ status: 410, json: { code: 'invitation_gone' } })
  })
  it('leaves rows in the audit: who made the link, and that it was used', async () => {
    const person = await makePerson('viewer')
    await take(tokenIn(await ask(person.id)))
    expect(await audited(person.id, 'user.reset_password')).toMatchObject([{ outcome: 'done', userId: (await boss).id }])
    expect(await audited(person.id, 'password.reset')).toMatchObject([{ outcome: 'done', userId: person.id }])
  })
  it('is reset by administrators only, never by oneself, and after a proof in a browser', async () => {
    const person = await makePerson('administrator')
    for (const role of roles.filter((name) => name !== 'administrator'))
      expect(await ask(person.id, { token: (await makePerson(role)).token }), role).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    expect((await ask(person.id, { token: (await makePerson('administrator', ['users.view'])).token })).status).toBe(403)
    expect(await ask(person.id, { token: person.token })).toMatchObject({ status: 409, json: { code: 'own_account' } })
    const other = await makePerson('administrator')
    const cookie = cookieOf((await enter(other.email, password)).headers)
    await db.session.updateMany({ where: { userId: other.id }, data: { provedAt: new Date(Date.now() - 6 * 60_000) } })
    expect(await ask(person.id, { cookie })).toMatchObject({ status: 403, json: { code: 'proof_needed' } })
    expect(await db.invitation.count({ where: { userId: person.id } })).toBe(0)
    expect((await ask(person.id)).status).toBe(201)
  })
  it('is nothing for who never had one, is disabled or is not there', async () => {
    const email = `${crypto.randomUUID()}@example.test`
    const invited = await call(invite, 'POST', '/api/v1/users', { token: (await boss).token, body: { email, role: 'viewer' } })
    expect(await ask((invited.json.user as { id: string }).id)).toMatchObject({ status: 409, json: { code: 'user_invited' } })
    const disabled = await makePerson('viewer')
    await db.user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } })
    expect(await ask(disabled.id)).toMatchObject({ status: 409, json: { code: 'user_disabled' } })
    expect((await ask(crypto.randomUUID())).status).toBe(404)
  })
  it('keeps the second factor, which is reset by an act of its own', async () => {
    const person = await makePerson('operator')
    await db.secondFactor.create({ data: { userId: person.id, secretSealed: new Uint8Array(8), confirmedAt: new Date() } })
    await take(tokenIn(await ask(person.id)))
    expect(await enter(person.email, own)).toMatchObject({ status: 401, json: { code: 'code_needed' } })
    const answer = await call(resetFactor, 'DELETE', `/api/v1/users/${person.id}/second-factor`, { token: (await boss).token, params: { id: person.id } })
    expect(answer.status).toBe(204)
    expect((await enter(person.email, own)).status).toBe(200)
  })
  it('opens the place that failures had closed', async () => {
    const person = await makePerson('viewer')
    for (let tries = 0; tries < 5; tries += 1) await enter(person.email, 'what was it again')
    expect((await enter(person.email, password)).status).toBe(429)
    await take(tokenIn(await ask(person.id)))
    expect((await enter(person.email, own)).status).toBe(200)
  })
})

describe('the link of a reset', () => {
  it('is taken by one of two at the same moment', async () => {
    const token = tokenIn(await ask((await makePerson('viewer')).id))
    const answers = await Promise.all([take(token), take(token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
  })
  it('ends with a newer one, after 24 hours, when the person is disabled, and when the password is changed meanwhile', async () => {
    const person = await makePerson('viewer')
    const [old, fresh] = [tokenIn(await ask(person.id)), tokenIn(await ask(person.id))]
    expect((await take(old)).status).toBe(410)
    const row = await db.invitation.findFirst({ where: { userId: person.id } })
    expect(Math.round(((row?.expiresAt.getTime() ?? 0) - Date.now()) / 3_600_000)).toBe(24)
    const disable = async (disabled: boolean) =>
      call(change, 'PATCH', `/api/v1/users/${person.id}`, { token: (await boss).token, body: { disabled }, params: { id: person.id } })
    await disable(true)
    await disable(false)
    expect((await take(fresh)).status).toBe(410)
    const third = tokenIn(await ask(person.id))
    await db.invitation.updateMany({ where: { userId: person.id }, data: { expiresAt: new Date() } })
    expect((await take(third)).status).toBe(410)
    const fourth = tokenIn(await ask(person.id))
    const cookie = cookieOf((await enter(person.email, password)).headers)
    const remembered = { current: password, next: 'seven slow trains to the coast' }
    expect((await call(changePassword, 'POST', '/api/v1/me/password', { cookie, body: remembered })).status).toBe(200)
    expect((await take(fourth)).status).toBe(410)
  })
  it('is kept as a hash', async () => {
    const token = tokenIn(await ask((await makePerson('viewer')).id))
    expect(await db.invitation.count({ where: { hash: token } })).toBe(0)
  })
})

describe('a password that is chosen', () => {
  it.each([
    ['passwordpassword', 'password_common'],
    ['Iloveyou123456789', 'password_common'],
    ['비밀번호 관리자 123456', 'password_common'],
    ['the quarterdeck at night', 'password_guessable'],
  ])('%s is refused with a link and in the profile, and the link still works', async (weak, code) => {
    const person = await makePerson('viewer')
    const token = tokenIn(await ask(person.id))
    expect(await take(token, weak)).toMatchObject({ status: 400, json: { code, errors: [{ path: 'password' }] } })
    const cookie = cookieOf((await enter(person.email, password)).headers)
    const answer = await call(changePassword, 'POST', '/api/v1/me/password', { cookie, body: { current: password, next: weak } })
    expect(answer).toMatchObject({ status: 400, json: { code, errors: [{ path: 'next' }] } })
    expect((await take(token)).status).toBe(200)
  })
  it('is refused with 14 and with 129 characters, in both languages', async () => {
    const token = tokenIn(await ask((await makePerson('viewer')).id))
    for (const length of [14, 129]) expect((await take(token, own.repeat(8).slice(0, length))).status, String(length)).toBe(400)
    const body = { token, password: 'passwordpassword' }
    const answer = async (language: string) => (await call(accept, 'POST', '/x', { body, headers: { 'accept-language': language } })).json
    expect(await answer('ko')).toMatchObject({ title: '많은 사람이 쓰는 비밀번호입니다', errors: [{ detail: expect.stringContaining('늘인 것') }] })
    expect(await answer('en')).toMatchObject({ title: 'Many people use this password', errors: [{ detail: expect.stringContaining('made longer') }] })
  })
})
