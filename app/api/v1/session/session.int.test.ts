import { afterAll, describe, expect, it } from 'vitest'
import { POST as changePassword } from '#app/api/v1/me/password/route.ts'
import { GET as readMe } from '#app/api/v1/me/route.ts'
import { GET as listRuns } from '#app/api/v1/runs/route.ts'
import { POST as signIn, DELETE as signOut } from '#app/api/v1/session/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { POST as createToken } from '#app/api/v1/tokens/route.ts'
import { db } from '#server/database.ts'

const enter = (email: string, secret = password, headers: Record<string, string> = {}) =>
  call(signIn, 'POST', '/api/v1/session', { body: { email, password: secret }, headers })

afterAll(() => db.$disconnect())

describe('sign-in', () => {
  it('gives a session whose cookie is HttpOnly and SameSite, and sign-out ends it', async () => {
    const person = await makePerson('operator')
    const entered = await enter(person.email.toUpperCase())
    expect(entered).toMatchObject({ status: 200, json: { email: person.email, role: 'operator', via: 'session' } })
    const set = entered.headers.getSetCookie().join('\n')
    expect(set).toMatch(/HttpOnly/i)
    expect(set).toMatch(/SameSite=Lax/i)
    expect(await db.user.findUnique({ where: { id: person.id } })).toMatchObject({ seenAt: expect.any(Date) })
    const cookie = cookieOf(entered.headers)
    expect((await call(readMe, 'GET', '/api/v1/me', { cookie })).status).toBe(200)
    expect((await call(signOut, 'DELETE', '/api/v1/session', { cookie })).status).toBe(204)
    expect((await call(readMe, 'GET', '/api/v1/me', { cookie })).status).toBe(401)
  })
  it('answers an unknown account, a wrong password and a disabled account alike', async () => {
    const person = await makePerson('operator')
    const disabled = await makePerson('operator')
    await db.user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } })
    const answers = await Promise.all([enter('nobody@example.test'), enter(person.email, 'wrong wrong wrong wrong'), enter(disabled.email)])
    for (const { status, json } of answers)
      expect({ status, code: json.code, detail: json.detail }).toEqual({ status: 401, code: 'sign_in_failed', detail: answers[0]?.json.detail })
    expect(await db.auditEntry.count({ where: { userId: person.id, action: 'session.create', outcome: 'refused' } })).toBe(1)
  })
  it('a session of a disabled person ends at once', async () => {
    const person = await makePerson('operator')
    const cookie = cookieOf((await enter(person.email)).headers)
    await db.user.update({ where: { id: person.id }, data: { disabledAt: new Date() } })
    expect((await call(readMe, 'GET', '/api/v1/me', { cookie })).status).toBe(401)
  })
  it('passwords are kept as argon2id', async () => {
    const person = await makePerson('viewer')
    expect((await db.account.findFirst({ where: { userId: person.id } }))?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})

describe('a one-time password', () => {
  it('opens nothing but its change; the change ends other sessions', async () => {
    const person = await makePerson('administrator', ['all'], true)
    const [here, elsewhere] = [cookieOf((await enter(person.email)).headers), cookieOf((await enter(person.email)).headers)]
    expect((await call(readMe, 'GET', '/api/v1/me', { cookie: here })).json).toMatchObject({ mustChangePassword: true })
    expect(await call(listRuns, 'GET', '/api/v1/runs', { cookie: here })).toMatchObject({ status: 403, json: { code: 'password_change_required' } })
    const change = (current: string, next: string) => call(changePassword, 'POST', '/api/v1/me/password', { cookie: here, body: { current, next } })
    expect(await change(password, 'too short')).toMatchObject({ status: 400, json: { code: 'invalid_request' } })
    expect(await change('not the password at all', 'a much better passphrase')).toMatchObject({ status: 400, json: { code: 'password_wrong' } })
    expect(await change(password, password)).toMatchObject({ status: 400, json: { code: 'password_unchanged' } })
    const changed = await change(password, 'a much better passphrase')
    expect(changed).toMatchObject({ status: 200, json: { mustChangePassword: false } })
    const cookie = cookieOf(changed.headers)
    expect((await call(listRuns, 'GET', '/api/v1/runs', { cookie })).status).toBe(200)
    expect((await call(readMe, 'GET', '/api/v1/me', { cookie: elsewhere })).status).toBe(401)
    expect((await enter(person.email)).status).toBe(401)
    expect((await enter(person.email, 'a much better passphrase')).status).toBe(200)
  })
})

describe('requests from elsewhere', () => {
  it.each([
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['same-site, other origin', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
    ['no origin at all, with a cookie', { 'sec-fetch-site': '' }],
  ])('%s', async (_name, headers) => {
    const person = await makePerson('administrator')
    const cookie = cookieOf((await enter(person.email)).headers)
    const answer = await call(createToken, 'POST', '/api/v1/tokens', { cookie, headers, body: { name: 'x', scopes: ['all'] } })
    expect(answer).toMatchObject({ status: 403, json: { code: 'cross_site' } })
  })
})
