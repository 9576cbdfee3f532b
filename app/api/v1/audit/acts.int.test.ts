import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { GET as entry } from '#app/api/v1/audit/[id]/route.ts'
import { POST as addEnvironment } from '#app/api/v1/environments/route.ts'
import { PATCH as changePreferences } from '#app/api/v1/me/preferences/route.ts'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import { call, makePerson, password } from '#app/api/v1/testing.ts'
import { POST as createToken } from '#app/api/v1/tokens/route.ts'
import { db } from '#server/database.ts'

afterAll(() => db.$disconnect())

const program = `qd-test/1.0 ${randomUUID()}`
const headers = { 'user-agent': program }
const rowOf = (userId: string, action: string) => db.auditEntry.findFirstOrThrow({ where: { userId, action }, orderBy: { id: 'desc' } })

describe('an ordinary act', () => {
  it('names the program that asked for it, whichever route it came by', async () => {
    const { id, email, token } = await makePerson('administrator')
    const name = `acts ${randomUUID().slice(0, 8)}`
    await call(addEnvironment, 'POST', '/x', { token, headers, body: { name, kind: 'test', url: 'mysql://reader@127.0.0.1:1/game' } })
    await call(createToken, 'POST', '/x', { token, headers, body: { name, scopes: ['runs.view'] } })
    await call(signIn, 'POST', '/x', { headers: { ...headers, 'sec-fetch-site': 'same-origin' }, body: { email, password } })
    for (const action of ['environments.add', 'token.create', 'session.create']) expect(await rowOf(id, action), action).toMatchObject({ userAgent: program })
    const row = await rowOf(id, 'environments.add')
    const shown = await call(entry, 'GET', '/x', { token, params: { id: String(row.id) } })
    expect(shown.json).toMatchObject({ userAgent: program, action: 'environments.add' })
  })

  it('names 300 characters of it, and nothing where nothing was said', async () => {
    const { id, token } = await makePerson('viewer')
    await call(changePreferences, 'PATCH', '/x', { token, headers: { 'user-agent': `${'x'.repeat(5_000)}` }, body: { theme: 'dark' } })
    const [long] = await db.auditEntry.findMany({ where: { userId: id } })
    expect(long?.userAgent).toBe('x'.repeat(300))
    await call(changePreferences, 'PATCH', '/x', { token, body: { theme: 'light' } })
    expect((await db.auditEntry.findMany({ where: { userId: id }, orderBy: { id: 'asc' } })).at(-1)?.userAgent).toBeNull()
  })
})
