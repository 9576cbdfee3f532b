import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { POST as prove } from '#app/api/v1/me/proof/route.ts'
import { POST as confirm } from '#app/api/v1/me/second-factor/confirm/route.ts'
import { POST as begin, GET as read, DELETE as remove } from '#app/api/v1/me/second-factor/route.ts'
import { GET as listRuns } from '#app/api/v1/runs/route.ts'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import { POST as logIn } from '#app/api/v1/session/token/route.ts'
import { PUT as demand } from '#app/api/v1/settings/second-factor/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { DELETE as reset } from '#app/api/v1/users/[id]/second-factor/route.ts'
import { codeAt, counterAt } from '#core/accounts/totp.ts'
import { db } from '#server/database.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** What an authenticator app does with the text of a secret. */
function bytesOf(text: string): Uint8Array {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
/** `steps` from now: the code of the neighbouring 30 seconds. */
const codeOf = (secret: string, steps = 0): string => codeAt(bytesOf(secret), counterAt(new Date()) + steps)

const enter = (email: string, code?: string) => call(signIn, 'POST', '/api/v1/session', { body: { email, password, ...(code === undefined ? {} : { code }) } })

/** A person with a second factor, as the screens set it up. */
async function enrolled(role: 'operator' | 'administrator' = 'operator') {
  const person = await makePerson(role)
  const cookie = cookieOf((await enter(person.email)).headers)
  const begun = await call(begin, 'POST', '/api/v1/me/second-factor', { cookie })
  const secret = String(begun.json.secret)
  const confirmed = await call(confirm, 'POST', '/api/v1/me/second-factor/confirm', { cookie, body: { code: codeOf(secret, -1) } })
  return { ...person, cookie, secret, begun, codes: confirmed.json.codes as string[] }
}

afterEach(() => db.accountSetting.deleteMany())
afterAll(() => db.$disconnect())

describe('a second factor', () => {
  it('is set up with a QR code and its first code, and kept sealed', async () => {
    const { id, begun, codes, secret } = await enrolled()
    expect(begun).toMatchObject({ status: 201, json: { uri: expect.stringContaining(`secret=${secret}`), qr: expect.stringMatching(/^data:image\/svg/) } })
    expect(codes).toHaveLength(10)
    const row = await db.secondFactor.findUnique({ where: { userId: id } })
    expect(Buffer.from(row?.secretSealed ?? []).toString()).not.toContain(secret)
    const kept = await db.recoveryCode.findMany({ where: { userId: id } })
    expect(kept.map(({ hash }) => hash)).toEqual(expect.not.arrayContaining(codes))
  })
  it('is asked for at sign-in, and no session begins before', async () => {
    const person = await enrolled()
    const before = await db.session.count({ where: { userId: person.id } })
    const asked = await enter(person.email)
    expect(asked).toMatchObject({ status: 401, json: { code: 'code_needed' } })
    expect(asked.headers.getSetCookie()).toEqual([])
    expect(await enter(person.email, '000000')).toMatchObject({ status: 401, json: { code: 'code_wrong' } })
    expect(await db.session.count({ where: { userId: person.id } })).toBe(before)
    expect((await enter(person.email, codeOf(person.secret))).status).toBe(200)
  })
  it('takes a code once, also of two at the same moment', async () => {
    const person = await enrolled()
    const code = codeOf(person.secret, 1)
    const answers = await Promise.all([enter(person.email, code), enter(person.email, code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
    expect((await enter(person.email, code)).status).toBe(401)
  })
  it('takes each recovery code once', async () => {
    const person = await enrolled()
    const [first = '', second = ''] = person.codes
    expect((await enter(person.email, first.toUpperCase())).status).toBe(200)
    expect((await enter(person.email, first)).status).toBe(401)
    expect((await enter(person.email, second)).status).toBe(200)
    expect((await call(read, 'GET', '/api/v1/me/second-factor', { token: person.token })).json).toMatchObject({ enabled: true, recoveryCodesLeft: 8 })
  })
  it('is wanted without a browser too', async () => {
    const person = await enrolled()
    const log = (code?: string) =>
      call(logIn, 'POST', '/api/v1/session/token', { body: { email: person.email, password, name: 'cli', ...(code ? { code } : {}) } })
    expect(await log()).toMatchObject({ status: 401, json: { code: 'code_needed' } })
    const made = await log(codeOf(person.secret))
    expect(made).toMatchObject({ status: 201, json: { scopes: ['all'] } })
    expect((await call(listRuns, 'GET', '/api/v1/runs', { token: String(made.json.token) })).status).toBe(200)
  })
  it('is reset by an administrator for somebody else only, which ends the sessions', async () => {
    const person = await enrolled('administrator')
    const other = await makePerson('administrator')
    const ask = (token: string) => call(reset, 'DELETE', `/api/v1/users/${person.id}/second-factor`, { token, params: { id: person.id } })
    expect(await ask(person.token)).toMatchObject({ status: 409, json: { code: 'own_account' } })
    expect((await ask(other.token)).status).toBe(204)
    expect(await db.session.count({ where: { userId: person.id } })).toBe(0)
    expect((await enter(person.email)).status).toBe(200)
  })
})

describe('53: codes that are tried, seen or kept by somebody else', () => {
  it('a code works in its own step and the neighbouring ones, not two steps away', async () => {
    for (const steps of [-2, 2]) {
      const person = await enrolled()
      // The setup took a code of an earlier step; without that only the distance decides.
      await db.secondFactor.update({ where: { userId: person.id }, data: { lastCounter: 0 } })
      expect(await enter(person.email, codeOf(person.secret, steps)), String(steps)).toMatchObject({ status: 401, json: { code: 'code_wrong' } })
      expect((await enter(person.email, codeOf(person.secret))).status, String(steps)).toBe(200)
    }
  })
  it('a code that was used is worth nothing, here and for a proof', async () => {
    const person = await enrolled()
    const code = codeOf(person.secret)
    const cookie = cookieOf((await enter(person.email, code)).headers)
    expect(await enter(person.email, code)).toMatchObject({ status: 401, json: { code: 'code_wrong' } })
    expect(await call(prove, 'POST', '/api/v1/me/proof', { cookie, body: { code } })).toMatchObject({ status: 400, json: { code: 'code_wrong' } })
  })
  it('after five wrong codes the sixth try is locked, the right code among them', async () => {
    const person = await enrolled()
    for (let tries = 0; tries < 5; tries += 1)
      expect(await enter(person.email, String(100_000 + tries))).toMatchObject({ status: 401, json: { code: 'code_wrong' } })
    expect(await enter(person.email, codeOf(person.secret))).toMatchObject({ status: 429, json: { code: 'sign_in_locked' } })
  })
  it('a recovery code works once, also of two at the same moment, and not for anybody else', async () => {
    const [person, other] = [await enrolled(), await enrolled()]
    const [code = ''] = person.codes
    expect((await enter(other.email, code)).status).toBe(401)
    const answers = await Promise.all([enter(person.email, code), enter(person.email, code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
    expect((await enter(person.email, code)).status).toBe(401)
  })
})

describe('a role that demands a second factor', () => {
  it('lets a browser do nothing but set one up, from the next request on', async () => {
    const person = await makePerson('data_manager')
    const boss = await makePerson('administrator')
    const cookie = cookieOf((await enter(person.email)).headers)
    const runs = () => call(listRuns, 'GET', '/api/v1/runs', { cookie })
    expect((await runs()).status).toBe(200)
    await call(demand, 'PUT', '/api/v1/settings/second-factor', { token: boss.token, body: { roles: ['data_manager'] } })
    expect(await runs()).toMatchObject({ status: 403, json: { code: 'second_factor_required' } })
    expect((await call(listRuns, 'GET', '/api/v1/runs', { token: person.token })).status).toBe(200)
    const body = { email: person.email, password, name: 'cli' }
    expect(await call(logIn, 'POST', '/api/v1/session/token', { body })).toMatchObject({ status: 403, json: { code: 'second_factor_required' } })
    const secret = String((await call(begin, 'POST', '/api/v1/me/second-factor', { cookie })).json.secret)
    await call(confirm, 'POST', '/api/v1/me/second-factor/confirm', { cookie, body: { code: codeOf(secret) } })
    expect((await runs()).status).toBe(200)
    expect(await call(remove, 'DELETE', '/api/v1/me/second-factor', { cookie })).toMatchObject({ status: 409, json: { code: 'second_factor_demanded' } })
  })
})
