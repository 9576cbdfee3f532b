import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import * as environment from '#app/api/v1/environments/[id]/route.ts'
import * as environments from '#app/api/v1/environments/route.ts'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import * as source from '#app/api/v1/sources/[id]/route.ts'
import * as sources from '#app/api/v1/sources/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { db } from '#server/database.ts'

afterAll(() => db.$disconnect())

const mark = randomUUID().slice(0, 8)
const kinds = [
  {
    what: 'environments',
    add: environments.POST,
    one: environment,
    scope: 'environments.manage',
    body: { kind: 'production', url: 'mysql://reader:hidden@127.0.0.1:1/game' },
    change: { url: 'mysql://reader@127.0.0.1:1/other' },
  },
  {
    what: 'sources',
    add: sources.POST,
    one: source,
    scope: 'sources.manage',
    body: { url: 'http://127.0.0.1:1', prefix: `p-${mark}-` },
    change: { zone: 'UTC' },
  },
] as const

describe.each(kinds)('$what: changing and removing are dangerous acts', ({ what, add, one, scope, body, change }) => {
  const name = `${what} ${mark}`
  const path = `/api/v1/${what}/x`
  const confirmed = what === 'environments' ? { ...change, confirm: name } : change

  it('a browser proves itself again after five minutes, and production asks for its name as well', async () => {
    const admin = await makePerson('administrator')
    const cookie = cookieOf((await call(signIn, 'POST', '/api/v1/session', { body: { email: admin.email, password } })).headers)
    const made = await call(add, 'POST', `/api/v1/${what}`, { cookie, body: { name, ...body } })
    expect(made.status).toBe(201)
    const params = { id: String(made.json.id) }
    await db.session.updateMany({ where: { userId: admin.id }, data: { provedAt: new Date(Date.now() - 301_000) } })
    const late = { status: 403, json: { code: 'proof_needed' } }
    expect(await call(one.PATCH, 'PATCH', path, { cookie, params, body: confirmed })).toMatchObject(late)
    expect(await call(one.DELETE, 'DELETE', `${path}?confirm=${encodeURIComponent(name)}`, { cookie, params })).toMatchObject(late)
    await db.session.updateMany({ where: { userId: admin.id }, data: { provedAt: new Date() } })
    if (what === 'environments') {
      const unnamed = { status: 409, json: { code: 'confirmation_needed' } }
      expect(await call(one.PATCH, 'PATCH', path, { cookie, params, body: change })).toMatchObject(unnamed)
      expect(await call(one.DELETE, 'DELETE', path, { cookie, params })).toMatchObject(unnamed)
    }
    expect((await call(one.PATCH, 'PATCH', path, { cookie, params, body: confirmed })).status).toBe(200)
    expect((await call(one.DELETE, 'DELETE', `${path}?confirm=${encodeURIComponent(name)}`, { cookie, params })).status).toBeLessThan(300)
  })

  it('a token needs the scope', async () => {
    const reader = await makePerson('administrator', [what === 'environments' ? 'environments.view' : 'sources.view'])
    const manager = await makePerson('administrator', [scope])
    const made = await call(add, 'POST', `/api/v1/${what}`, { token: manager.token, body: { name, ...body } })
    const params = { id: String(made.json.id) }
    const forbidden = { status: 403, json: { code: 'forbidden' } }
    expect(await call(one.PATCH, 'PATCH', path, { token: reader.token, params, body: confirmed })).toMatchObject(forbidden)
    expect(await call(one.DELETE, 'DELETE', path, { token: reader.token, params })).toMatchObject(forbidden)
    expect((await call(one.PATCH, 'PATCH', path, { token: manager.token, params, body: confirmed })).status).toBe(200)
    expect((await call(one.DELETE, 'DELETE', `${path}?confirm=${encodeURIComponent(name)}`, { token: manager.token, params })).status).toBeLessThan(300)
  })
})
