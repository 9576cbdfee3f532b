import { randomUUID } from 'node:crypto'
import { globSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as readDocument } from '#app/api/v1/openapi.json/route.ts'
import { operations } from '#app/api/v1/operations.ts'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { may, type Principal, permissions, roles } from '#core/shared/permissions.ts'
import { db } from '#server/database.ts'
import { type Refused, whenRefused } from '#server/http/refused.ts'
import type { RouteHandler } from '#server/http/route.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const every = Object.entries(operations).flatMap(([path, module]) =>
  methods.flatMap((method) => {
    const handler = module[method] as RouteHandler | undefined
    return handler ? [{ name: `${method} ${path}`, path, method, handler, access: handler.operation.access }] : []
  }),
)
const guarded = every.filter(({ access }) => access !== 'public')
/** Ids that name nothing: a caller who gets past the gates finds 404, and nothing is changed. */
const params = { id: '9000000000000000000', artefactId: '9000000000000000000' }
const tokens = new Map<string, string>()

// In the product the audit listens here.
const told: Refused[] = []

beforeAll(async () => {
  whenRefused(async (refused) => void told.push(refused))
  for (const role of roles) tokens.set(role, (await makePerson(role)).token)
  gone.push(...(await ended()))
})
afterAll(() => db.$disconnect())

describe('the table of operations', () => {
  it('names every route file, and no other', () => {
    const files = globSync('app/api/v1/**/route.ts').map(
      (file) =>
        `/${file
          .replace(/^app\//, '')
          .replace(/\/route\.ts$/, '')
          .replaceAll('[', '{')
          .replaceAll(']', '}')}`,
    )
    expect(Object.keys(operations).sort()).toEqual(files.filter((path) => path !== '/api/v1/openapi.json').sort())
  })
  it('is public where nobody can be signed in yet, and nowhere else', () => {
    const open = every.filter(({ access }) => access === 'public').map(({ name }) => name)
    expect(open.sort()).toEqual(['POST /api/v1/invitations/accept', 'POST /api/v1/session', 'POST /api/v1/session/token'])
  })
})

/** Status and code of an answer, without waiting for the end of a stream. */
async function ask({ path, method, handler }: (typeof every)[number], token: string): Promise<{ status: number; code: unknown }> {
  const leave = new AbortController()
  const headers: Record<string, string> = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID(), 'content-type': 'application/json' }
  const request = new Request(`http://127.0.0.1:3300${path}`, { method, headers, signal: leave.signal, ...(method === 'GET' ? {} : { body: '{' }) })
  const response = await handler(request, { params: Promise.resolve(params) })
  const { status } = response
  const code = status >= 400 ? ((await response.json()) as { code?: unknown }).code : null
  leave.abort()
  await response.body?.cancel().catch(() => undefined)
  return { status, code }
}

const asToken = (role: (typeof roles)[number]): Principal => ({
  userId: '',
  name: '',
  email: '',
  role,
  via: 'token',
  scopes: ['all'],
  mustChangePassword: false,
})

/** What ends the right to ask although a token or a cookie is there. */
async function ended(): Promise<{ name: string; options: { token?: string; cookie?: string } }[]> {
  const enter = async (email: string) => cookieOf((await call(signIn, 'POST', '/api/v1/session', { body: { email, password } })).headers)
  const [expired, disabled, revoked] = await Promise.all([makePerson('administrator'), makePerson('administrator'), makePerson('administrator')])
  const cookies = { expired: await enter(expired.email), disabled: await enter(disabled.email), revoked: await enter(revoked.email) }
  const past = new Date(Date.now() - 86_400_000)
  await db.apiToken.updateMany({ where: { userId: expired.id }, data: { expiresAt: past } })
  await db.session.updateMany({ where: { userId: expired.id }, data: { expiresAt: past } })
  await db.user.update({ where: { id: disabled.id }, data: { disabledAt: past } })
  await db.apiToken.updateMany({ where: { userId: revoked.id }, data: { revokedAt: past } })
  return [
    { name: 'expired token', options: { token: expired.token } },
    { name: 'expired session', options: { cookie: cookies.expired } },
    { name: 'token of a disabled person', options: { token: disabled.token } },
    { name: 'session of a disabled person', options: { cookie: cookies.disabled } },
    { name: 'revoked token', options: { token: revoked.token } },
  ]
}
const gone: Awaited<ReturnType<typeof ended>> = []

describe.each(guarded)('49: $name', ({ path, method, handler }) => {
  const options = { params, ...(method === 'GET' ? {} : { rawBody: '{' }) }
  it('is 401 for what has expired, ended or belongs to a disabled person', async () => {
    for (const { name, options: who } of gone) expect((await call(handler, method, path, { ...options, ...who })).status, name).toBe(401)
    expect(gone).toHaveLength(5)
  })
  it('is 401 without anybody, with a wrong token and with a wrong cookie', async () => {
    expect((await call(handler, method, path, options)).status).toBe(401)
    expect((await call(handler, method, path, { ...options, token: `qd_${'0'.repeat(43)}` })).status).toBe(401)
    expect((await call(handler, method, path, { ...options, cookie: 'quarterdeck.session_token=forged.forged' })).status).toBe(401)
  })
})

describe.each(guarded.filter(({ access }) => access !== 'signed-in'))('49: $name', ({ path, method, handler, access }) => {
  const options = { params, ...(method === 'GET' ? {} : { rawBody: '{' }) }
  it('is 403 for exactly the roles that do not hold its permission, before anything is read, and each refusal is told to the audit', async () => {
    told.length = 0
    let refused = 0
    for (const role of roles) {
      const allowed = access !== 'signed-in' && access !== 'public' && may(asToken(role), access)
      if (allowed) continue
      refused += 1
      expect(await call(handler, method, path, { ...options, token: tokens.get(role) ?? '' }), role).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    }
    const others = permissions.filter((permission) => permission !== access)
    const narrow = await makePerson('administrator', others)
    expect((await call(handler, method, path, { ...options, token: narrow.token })).status).toBe(403)
    expect(told).toHaveLength(refused + 1)
    for (const refusal of told) expect({ ...refusal, path: decodeURI(refusal.path) }).toMatchObject({ permission: access, method, path })
  })
})

describe.each(guarded)('49: $name', (operation) => {
  it('lets exactly those roles in that hold its permission', async () => {
    const { access } = operation
    for (const role of roles) {
      const allowed = access === 'signed-in' || (access !== 'public' && may(asToken(role), access))
      const { status, code } = await ask(operation, tokens.get(role) ?? '')
      if (allowed) expect([status, code], role).not.toEqual([403, 'forbidden'])
      else expect([status, code], role).toEqual([403, 'forbidden'])
      expect([401, 500], role).not.toContain(status)
    }
  })
})

type Described = {
  security?: unknown[]
  parameters: { name: string; in: string }[]
  responses: Record<string, unknown>
  requestBody?: unknown
  'x-permission'?: string
}

describe('the OpenAPI document', () => {
  const load = async () =>
    (await call(readDocument, 'GET', '/api/v1/openapi.json')).json as {
      openapi: string
      paths: Record<string, Record<string, Described>>
      components: { schemas: Record<string, unknown> }
    }

  it('describes every operation with its permission; public ones declare no security', async () => {
    const document = await load()
    expect(document.openapi).toBe('3.1.0')
    expect(document.paths['/api/v1/openapi.json']?.get?.security).toEqual([])
    for (const { path, method, handler, access } of every) {
      const described = document.paths[path]?.[method.toLowerCase()]
      expect(described, `${method} ${path}`).toBeDefined()
      expect(described?.security).toEqual(access === 'public' ? [] : undefined)
      expect(described?.['x-permission']).toBe(access === 'public' || access === 'signed-in' ? undefined : access)
      expect(Object.keys(described?.responses ?? {})).toEqual(expect.arrayContaining([String(handler.operation.status), 'default']))
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      expect(
        described?.parameters
          .filter((parameter) => parameter.in === 'path')
          .map((parameter) => parameter.name)
          .sort(),
      ).toEqual(names.sort())
      expect(described?.parameters.some((parameter) => parameter.name === 'Idempotency-Key')).toBe(method !== 'GET' && access !== 'public')
    }
  })
  it('has every schema that it refers to', async () => {
    const document = await load()
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(references.length).toBeGreaterThan(20)
    for (const name of references) expect(document.components.schemas, name).toHaveProperty(name)
    expect(JSON.stringify(document)).not.toContain('$defs')
  })
  it('keeps properties called id', async () => {
    const { components } = await load()
    expect(components.schemas.Run).toMatchObject({ properties: { id: { type: 'string' } } })
  })
})
