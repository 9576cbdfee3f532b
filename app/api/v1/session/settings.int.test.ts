import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { makePerson, password } from '#app/api/v1/testing.ts'
import { db } from '#server/database.ts'

const minute = 60_000

/** The routes as a process with these settings has them. */
async function withSettings(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  vi.resetModules()
  const [{ POST: signIn }, { GET: readMe }, { call, cookieOf }] = await Promise.all([
    import('#app/api/v1/session/route.ts'),
    import('#app/api/v1/me/route.ts'),
    import('#app/api/v1/testing.ts'),
  ])
  const enter = async (email: string) => (await call(signIn, 'POST', '/api/v1/session', { body: { email, password } })).headers
  return { enter, cookieOf, meStatus: async (cookie: string) => (await call(readMe, 'GET', '/api/v1/me', { cookie })).status }
}

afterEach(() => vi.unstubAllEnvs())
afterAll(() => db.$disconnect())

describe('a session lasts as long as the settings say', () => {
  it('without an act', async () => {
    const person = await makePerson('viewer')
    const { enter, cookieOf, meStatus } = await withSettings({ SESSION_IDLE_MINUTES: '2' })
    const cookie = cookieOf(await enter(person.email))
    await db.session.updateMany({ where: { userId: person.id }, data: { seenAt: new Date(Date.now() - 1.5 * minute) } })
    expect(await meStatus(cookie)).toBe(200)
    await db.session.updateMany({ where: { userId: person.id }, data: { seenAt: new Date(Date.now() - 2.5 * minute) } })
    expect(await meStatus(cookie)).toBe(401)
  })
  it('in all, whatever is done meanwhile', async () => {
    const person = await makePerson('viewer')
    const { enter, cookieOf, meStatus } = await withSettings({ SESSION_ABSOLUTE_HOURS: '1.5' })
    const cookie = cookieOf(await enter(person.email))
    const row = await db.session.findFirst({ where: { userId: person.id } })
    expect(Math.round(((row?.expiresAt.getTime() ?? 0) - Date.now()) / minute)).toBe(90)
    expect(await meStatus(cookie)).toBe(200)
    expect((await db.session.findFirst({ where: { userId: person.id } }))?.expiresAt).toEqual(row?.expiresAt)
    await db.session.updateMany({ where: { userId: person.id }, data: { expiresAt: new Date(Date.now() - 1) } })
    expect(await meStatus(cookie)).toBe(401)
  })
})

describe('the cookie of a session', () => {
  it('over https is of this host only, Secure, HttpOnly, SameSite=Lax, and the browser forgets it in time', async () => {
    const person = await makePerson('viewer')
    const { enter, cookieOf, meStatus } = await withSettings({ PUBLIC_URL: 'https://ops.example.test' })
    const headers = await enter(person.email)
    const cookie = headers.getSetCookie().find((text) => text.startsWith('__Host-quarterdeck.session_token=')) ?? ''
    const flags = cookie.split(/;\s*/).map((flag) => flag.toLowerCase())
    expect(flags).toEqual(expect.arrayContaining(['path=/', 'httponly', 'secure', 'samesite=lax', 'max-age=43200']))
    expect(flags.filter((flag) => flag.startsWith('domain='))).toEqual([])
    for (const text of headers.getSetCookie()) if (text.includes('quarterdeck.')) expect(text).toMatch(/^__Host-.*HttpOnly/s)
    expect(await meStatus(cookieOf(headers))).toBe(200)
  })
})
