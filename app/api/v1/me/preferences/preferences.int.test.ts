import { afterAll, describe, expect, it } from 'vitest'
import { GET as read, PATCH as save } from '#app/api/v1/me/preferences/route.ts'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { standardDisplay } from '#core/shared/display.ts'
import { db } from '#server/database.ts'

const path = '/api/v1/me/preferences'
const patch = (token: string, body: object) => call(save, 'PATCH', path, { token, body })
const get = async (token: string) => (await call(read, 'GET', path, { token })).json

afterAll(() => db.$disconnect())

describe('language, theme and zone', () => {
  it('are kept with the person, given at sign-in, and leave a row in the audit', async () => {
    const person = await makePerson('viewer')
    expect(await patch(person.token, { timeZone: 'Mars/Olympus' })).toMatchObject({ status: 400, json: { code: 'invalid_request' } })
    await patch(person.token, { locale: 'en' })
    await patch(person.token, { theme: 'dark', timeZone: 'Asia/Kathmandu' })
    const entered = await call(signIn, 'POST', '/api/v1/session', { body: { email: person.email, password } })
    expect(entered.json.preferences).toEqual({ locale: 'en', theme: 'dark', timeZone: 'Asia/Kathmandu' })
    expect(cookieOf(entered.headers)).toContain('locale=en')
    expect(await db.auditEntry.count({ where: { userId: person.id, action: 'preferences.change' } })).toBe(2)
  })
})

describe('how the console looks', () => {
  it('is the standard until somebody changes it, and then the same in every browser', async () => {
    const person = await makePerson('viewer')
    const none = { locale: null, theme: null, timeZone: null }
    expect(await get(person.token)).toEqual({ ...none, ...standardDisplay })
    await patch(person.token, { density: 'compact', hiddenColumns: { runs: ['createdBy'] }, pins: ['41', '7'] })
    const changed = await patch(person.token, { menu: 'narrow', hiddenColumns: { users: ['email'] } })
    const hiddenColumns = { runs: ['createdBy'], users: ['email'] }
    expect(changed).toMatchObject({ status: 200, json: { density: 'compact', menu: 'narrow', hiddenColumns, pins: ['41', '7'] } })
    expect(await get(person.token)).toEqual(changed.json)
    expect(await get((await makePerson('viewer')).token)).toEqual({ ...none, ...standardDisplay })
    expect(await db.auditEntry.count({ where: { userId: person.id, action: 'preferences.change' } })).toBe(0)
  })
  it('loses nothing when several browsers change it at the same moment', async () => {
    const person = await makePerson('viewer')
    const tables = Array.from({ length: 8 }, (_, n) => `table${n}`)
    const answers = await Promise.all(tables.map((table) => patch(person.token, { hiddenColumns: { [table]: ['a'] } })))
    expect(answers.map(({ status }) => status)).toEqual(tables.map(() => 200))
    expect(Object.keys((await get(person.token)).hiddenColumns as object).sort()).toEqual(tables)
  })
  it('is refused in any other shape, and too much of it', async () => {
    const person = await makePerson('viewer')
    const many = Array.from({ length: 41 }, (_, n) => `c${n}`)
    const wrong = [
      { density: 'huge' },
      { hiddenColumns: { runs: many } },
      { hiddenColumns: Object.fromEntries(many.map((table) => [table, ['a']])) },
      { hiddenColumns: { '<b>': ['a'] } },
      { hiddenColumns: { runs: ['x'.repeat(41)] } },
      { pins: many.slice(0, 13) },
      { pins: [7] },
      { anything: 1 },
    ]
    for (const body of wrong) expect(await patch(person.token, body), JSON.stringify(body).slice(0, 60)).toMatchObject({ status: 400 })
    expect(await db.display.count({ where: { userId: person.id } })).toBe(0)
  })
  it('is the standard again where the row holds something else', async () => {
    const person = await makePerson('viewer')
    await db.display.create({ data: { userId: person.id, value: { density: 'wide open' } } })
    expect(await get(person.token)).toMatchObject(standardDisplay)
    expect(await patch(person.token, { menu: 'narrow' })).toMatchObject({ status: 200, json: { menu: 'narrow', density: 'comfortable' } })
  })
})
