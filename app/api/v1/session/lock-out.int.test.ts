import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { onePlace, strangers } from '#core/accounts/lockout.ts'
import { chargeGates, gateKey, openGate } from '#features/accounts/sign-in/repository.ts'
import { db } from '#server/database.ts'
import { hashesSoFar } from '#server/hashing.ts'

const wrong = 'wrong wrong wrong wrong'
const enter = (email: string, secret: string, cookie?: string) =>
  call(signIn, 'POST', '/api/v1/session', { body: { email, password: secret }, ...(cookie ? { cookie } : {}) })

afterAll(() => db.$disconnect())

describe('failed sign-ins', () => {
  it('close the place after five, for the right password too; another account stays open', async () => {
    const [person, neighbour] = [await makePerson('viewer'), await makePerson('viewer')]
    for (let tries = 0; tries < 5; tries += 1) expect((await enter(person.email, wrong)).status).toBe(401)
    expect(await enter(person.email, password)).toMatchObject({ status: 429, json: { code: 'sign_in_locked', params: { minutes: 15 } } })
    expect((await enter(neighbour.email, password)).status).toBe(200)
  })
  it('close an account that does not exist in the same way', async () => {
    const email = `${randomUUID()}@example.test`
    for (let tries = 0; tries < 5; tries += 1) expect((await enter(email, wrong)).status).toBe(401)
    expect(await enter(email, wrong)).toMatchObject({ status: 429, json: { code: 'sign_in_locked' } })
  })
  it('never lock out a browser that signed in before, even from the same address', async () => {
    const person = await makePerson('viewer')
    const device = cookieOf((await enter(person.email, password)).headers)
    expect(device).toContain('quarterdeck.device=')
    for (let tries = 0; tries < 6; tries += 1) await enter(person.email, wrong)
    expect((await enter(person.email, password)).status).toBe(429)
    expect((await enter(person.email, password, device)).status).toBe(200)
  })
  it('are not taken back by a device cookie of another account, or a forged one', async () => {
    const [person, other] = [await makePerson('viewer'), await makePerson('viewer')]
    const device = cookieOf((await enter(other.email, password)).headers)
    for (let tries = 0; tries < 5; tries += 1) await enter(person.email, wrong)
    expect((await enter(person.email, password, device)).status).toBe(429)
    expect((await enter(person.email, password, 'quarterdeck.device=abc.def')).status).toBe(429)
  })
  it('are counted before they are judged: many at once get no more tries', async () => {
    const person = await makePerson('viewer')
    const answers = await Promise.all(Array.from({ length: 12 }, () => enter(person.email, wrong)))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7)
  })
  it('are forgotten with a right one', async () => {
    const person = await makePerson('viewer')
    for (let round = 0; round < 3; round += 1) {
      for (let tries = 0; tries < 4; tries += 1) expect((await enter(person.email, wrong)).status).toBe(401)
      expect((await enter(person.email, password)).status).toBe(200)
    }
  })
  it('of one account from ever new addresses are slowed together', async () => {
    const email = `${randomUUID()}@example.test`
    const all = { key: gateKey(email, 'strangers'), patience: strangers }
    const now = new Date()
    for (let tries = 0; tries < 50; tries += 1) {
      const own = { key: gateKey(email, `address 10.0.0.${tries}`), patience: onePlace }
      expect(await chargeGates([own, all], now)).toBe(0)
    }
    expect(await chargeGates([{ key: gateKey(email, 'address 10.0.1.1'), patience: onePlace }, all], now)).toBe(60_000)
    const known = gateKey(email, 'address 10.0.2.2')
    await openGate(db, known, now)
    expect(await chargeGates([{ key: known, patience: onePlace }], now)).toBe(0)
  })
})

describe('what the time of an answer tells', () => {
  it('is nothing: unknown, invited, disabled and wrong each cost exactly one argon2 hash', async () => {
    const [known, disabled, invited] = [await makePerson('viewer'), await makePerson('viewer'), await makePerson('viewer')]
    await db.user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } })
    await db.account.deleteMany({ where: { userId: invited.id } })
    // The digest that unknown accounts are compared with is made once, with the process.
    await enter(`${randomUUID()}@example.test`, wrong)
    const cost = async (email: string, secret: string) => {
      const before = hashesSoFar()
      expect(await enter(email, secret)).toMatchObject({ status: 401, json: { code: 'sign_in_failed' } })
      return hashesSoFar() - before
    }
    expect(await cost(`${randomUUID()}@example.test`, wrong)).toBe(1)
    expect(await cost(known.email, wrong)).toBe(1)
    expect(await cost(disabled.email, password)).toBe(1)
    expect(await cost(invited.email, password)).toBe(1)
  })
})
