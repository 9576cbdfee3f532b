import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { POST as acceptLink } from '#app/api/v1/invitations/accept/route.ts'
import { GET as readMe } from '#app/api/v1/me/route.ts'
import { operations } from '#app/api/v1/operations.ts'
import { GET as listRuns } from '#app/api/v1/runs/route.ts'
import { POST as signIn, DELETE as signOut } from '#app/api/v1/session/route.ts'
import { POST as addSource } from '#app/api/v1/sources/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { POST as createToken } from '#app/api/v1/tokens/route.ts'
import { POST as resetPassword } from '#app/api/v1/users/[id]/password-reset/route.ts'
import { insertRun } from '#features/runs/repository.ts'
import { db } from '#server/database.ts'
import { mostHashesAtOnce } from '#server/hashing.ts'
import type { RouteHandler } from '#server/http/route.ts'

// Numbers are those of docs/guides/security.md. Every route times every role: operations.int.test.ts (49).
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const every = Object.entries(operations).flatMap(([path, module]) =>
  methods.flatMap((method) => {
    const handler = module[method] as RouteHandler | undefined
    return handler ? [{ name: `${method} ${path}`, path, method, handler }] : []
  }),
)
const mutations = every.filter(({ method, handler }) => method !== 'GET' && handler.operation.access !== 'public')
let admin: { id: string; email: string; token: string }

const enter = (email: string, secret = password, headers: Record<string, string> = {}) =>
  call(signIn, 'POST', '/api/v1/session', { body: { email, password: secret }, headers })

// A person of its own for each test: calls are limited for each caller.
beforeEach(async () => {
  admin = await makePerson('administrator')
})
afterAll(() => db.$disconnect())

/** From another site; from another origin in an old browser; with nothing that says from where. */
const elsewhere: Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': '', origin: 'https://evil.example' },
  { 'sec-fetch-site': '' },
]
const nasty = [
  "' OR 1=1 -- ",
  '{"not":""}',
  '[]',
  '1000000000',
  '1e9',
  '__proto__',
  'constructor',
  'a\u0000b',
  '\u202e\ufeff',
  '*:*',
  '/.*/',
  '../../etc/passwd',
  '%00',
  '-1',
  '9'.repeat(40),
  '😀'.repeat(50),
]

/** What any address may name. */
const someone = { id: '1', name: 'someone', uid: 'someone', environment: 'someone' }

describe('51: requests that another site makes a browser send', () => {
  it('every mutation refuses a session without proof of its own origin', async () => {
    const cookie = cookieOf((await enter(admin.email)).headers)
    for (const { name, method, path, handler } of mutations)
      for (const headers of elsewhere) {
        const answer = await call(handler, method, path, { cookie, headers, rawBody: '{}', params: someone })
        expect(answer, name).toMatchObject({ status: 403, json: { code: 'cross_site' } })
      }
  })
  it('what a form can send is no body for any of them', async () => {
    for (const { name, method, path, handler } of every.filter(({ handler }) => handler.operation.body))
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        const answer = await call(handler, method, path, { token: admin.token, rawBody: '{}', params: someone, headers: { 'content-type': type } })
        expect([403, 415], name).toContain(answer.status)
      }
  })
})

describe('54: sessions and tokens end when they should', () => {
  it('a session that somebody planted beforehand is not the one after sign-in', async () => {
    const person = await makePerson('operator')
    const planted = 'quarterdeck.session_token=planted.by-somebody-else'
    const entered = await enter(person.email, password, { cookie: planted, 'sec-fetch-site': 'same-origin' })
    expect(entered.status).toBe(200)
    expect(cookieOf(entered.headers)).not.toContain('planted')
    expect((await call(readMe, 'GET', '/api/v1/me', { cookie: planted })).status).toBe(401)
    const again = await enter(person.email, password, { cookie: cookieOf(entered.headers), 'sec-fetch-site': 'same-origin' })
    expect(cookieOf(again.headers)).not.toBe(cookieOf(entered.headers))
  })
  it('a cookie that was copied before sign-out is worth nothing after it', async () => {
    const person = await makePerson('operator')
    const cookie = cookieOf((await enter(person.email)).headers)
    expect((await call(signOut, 'DELETE', '/api/v1/session', { cookie })).status).toBe(204)
    expect((await call(listRuns, 'GET', '/api/v1/runs', { cookie })).status).toBe(401)
  })
  it('session and token of a person who was disabled end within a second', async () => {
    const person = await makePerson('operator')
    const cookie = cookieOf((await enter(person.email)).headers)
    await db.user.update({ where: { id: person.id }, data: { disabledAt: new Date() } })
    const asked = Date.now()
    expect((await call(listRuns, 'GET', '/api/v1/runs', { cookie })).status).toBe(401)
    expect((await call(listRuns, 'GET', '/api/v1/runs', { token: person.token })).status).toBe(401)
    expect(Date.now() - asked).toBeLessThan(1_000)
  })
  it('neither a cookie nor a token outlives a password that was reset', async () => {
    const person = await makePerson('operator')
    const cookie = cookieOf((await enter(person.email)).headers)
    const path = `/api/v1/users/${person.id}/password-reset`
    const made = await call(resetPassword, 'POST', path, { token: admin.token, params: { id: person.id } })
    expect((await call(listRuns, 'GET', '/api/v1/runs', { cookie })).status).toBe(401)
    const body = { token: String(made.json.link).split('#')[1], password: 'seven slow trains to the coast' }
    expect((await call(acceptLink, 'POST', '/api/v1/invitations/accept', { body })).status).toBe(200)
    expect((await call(listRuns, 'GET', '/api/v1/runs', { token: person.token })).status).toBe(401)
  })
})

/** The names that a schema's objects have, however it is composed. */
function fieldsOf(schema: z.ZodType | undefined): string[] {
  if (!schema) return []
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { properties?: object; anyOf?: { properties?: object }[] }
  return [...new Set([json, ...(json.anyOf ?? [])].flatMap((part) => Object.keys(part.properties ?? {})))]
}

/** Ends what a stream began; everything else has ended already. */
const paramsOf = (path: string, value: string): Record<string, string> => Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, value]))
const streaming = new Set(['GET /api/v1/events'])
const asked = every.filter(({ name }) => !streaming.has(name))

describe('55: what people type to break in', () => {
  it.each(asked.filter(({ path }) => path.includes('{')))('$name: an id that is none is not found', async ({ method, path, handler }) => {
    for (const value of nasty) {
      const answer = await call(handler, method, '/api/v1/x', { token: admin.token, params: paramsOf(path, value), ...(method === 'GET' ? {} : { body: {} }) })
      expect(answer.status, JSON.stringify(value)).toBeGreaterThanOrEqual(400)
      expect(answer.status, JSON.stringify(value)).toBeLessThan(500)
    }
  })
  it.each(asked.filter(({ handler }) => handler.operation.query))('$name: a query is refused or finds nothing', async ({ method, path, handler }) => {
    for (const field of [...fieldsOf(handler.operation.query), '__proto__', 'nonsense'])
      for (const value of nasty) {
        const answer = await call(handler, method, `/api/v1/x?${new URLSearchParams({ [field]: value })}`, { token: admin.token, params: paramsOf(path, '1') })
        expect(answer.status, `${field}=${JSON.stringify(value)}`).toBeLessThan(500)
      }
  })
  it.each(asked.filter(({ handler, method }) => handler.operation.body && method !== 'DELETE'))(
    '$name: a body is refused or taken as the text that it is',
    async ({ method, path, handler }) => {
      const fields = fieldsOf(handler.operation.body)
      const values: unknown[] = [...nasty, null, [], {}, { not: '' }, 1e9, -1, true, { __proto__: 1 }]
      for (const value of values) {
        const body = Object.fromEntries(fields.map((field) => [field, value]))
        const answer = await call(handler, method, path, { token: admin.token, params: paramsOf(path, '9000000000000000000'), body })
        expect(answer.status, JSON.stringify(value)).toBeLessThan(500)
      }
      for (const rawBody of ['', 'null', '[]', '"x"', '{"__proto__":{"role":"administrator"}}', '{'.repeat(5_000), '['.repeat(20_000)]) {
        const answer = await call(handler, method, path, { token: admin.token, params: paramsOf(path, '9000000000000000000'), rawBody })
        expect(answer.status, rawBody.slice(0, 40)).toBeLessThan(500)
      }
    },
  )
  it('leaves prototypes alone', () => {
    expect(({} as Record<string, unknown>).role).toBeUndefined()
    expect(({} as Record<string, unknown>).not).toBeUndefined()
  })
})

describe('56: searches that would cost too much', () => {
  const lists = asked.filter(({ method, handler }) => method === 'GET' && fieldsOf(handler.operation.query).includes('pageSize'))
  it('there are lists', () => expect(lists.length).toBeGreaterThan(1))
  it.each(lists)('$name: no huge or negative page', async ({ path, handler }) => {
    for (const query of ['pageSize=100000', 'pageSize=-1', 'page=-1', 'page=1e9', 'page=999999999999', `q=${'x'.repeat(10_000)}`]) {
      const answer = await call(handler, 'GET', `/api/v1/x?${query}`, { token: admin.token, params: paramsOf(path, '9000000000000000000') })
      expect([400, 404], query).toContain(answer.status)
    }
  })
  it('patterns and operators are text: they find nothing', async () => {
    await db.$transaction((tx) => insertRun(tx, { kind: 'sample.load', title: {}, keywords: 'plain words', payload: {}, stages: [], createdById: admin.id }))
    expect((await call(listRuns, 'GET', '/api/v1/runs?q=plain', { token: admin.token })).json).toMatchObject({ total: 1 })
    for (const q of ['*:*', '/.*/', '*', '?', '%', '_', '[[:alnum:]]', '" OR "1"="1'])
      expect((await call(listRuns, 'GET', `/api/v1/runs?${new URLSearchParams({ q })}`, { token: admin.token })).json, q).toMatchObject({ total: 0 })
  })
})

describe('61: a thousand sign-ins a minute', () => {
  const wrong = (n: number) => enter(`nobody-${n}@example.test`, 'a wrong password, surely')

  it('hash at most four passwords at once, however many come in the same moment', async () => {
    for (const { status } of await Promise.all(Array.from({ length: 40 }, (_, n) => wrong(n)))) expect([401, 429]).toContain(status)
    expect(mostHashesAtOnce()).toBeGreaterThan(0)
    expect(mostHashesAtOnce()).toBeLessThanOrEqual(4)
  })
  it('leave other answers fast', async () => {
    const entering: Promise<unknown>[] = []
    const times: number[] = []
    for (let n = 0; n < 60; n++) {
      entering.push(wrong(n))
      const began = performance.now()
      expect((await call(readMe, 'GET', '/api/v1/me', { token: admin.token })).status).toBe(200)
      const took = performance.now() - began
      times.push(took)
      await sleep(Math.max(0, 60 - took))
    }
    await Promise.all(entering)
    const p95 = times.sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? 0
    expect(p95).toBeLessThan(300)
  })
})

describe('62: bodies that are too big, packed, or never end', () => {
  const send = (init: { body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>; headers?: Record<string, string> }) =>
    addSource(
      new Request('http://127.0.0.1:3300/api/v1/sources', {
        method: 'POST',
        headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...init.headers },
        body: init.body,
        duplex: 'half',
      } as RequestInit),
      { params: Promise.resolve({}) },
    )

  it('11 MB, said or not, is refused and never cut', async () => {
    const big = new Uint8Array(11 * 1024 * 1024).fill(0x20)
    expect((await send({ body: big })).status).toBe(413)
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(big.subarray(0, 65_536))
      },
    })
    expect((await send({ body: stream })).status).toBe(413)
  })
  it('a packed body is refused', async () => {
    const answer = await send({ body: new Uint8Array(gzipSync('{"name":"x"}')), headers: { 'content-encoding': 'gzip' } })
    expect([400, 415]).toContain(answer.status)
  })
  it('a body that never ends is given up', async () => {
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"name":')) })
    const asked = Date.now()
    const answer = await send({ body: stream })
    expect(answer.status).toBe(408)
    expect(Date.now() - asked).toBeLessThan(20_000)
  })
})

describe('63: nothing secret leaves', () => {
  it('no answer names a password, a hash or a stored token, and faults say nothing of the inside', async () => {
    const person = await makePerson('administrator')
    const token = await call(createToken, 'POST', '/api/v1/tokens', { token: person.token, body: { name: 'x', scopes: ['runs.view'] } })
    const digest = (await db.account.findFirst({ where: { userId: person.id } }))?.password ?? 'none'
    for (const { name, method, path, handler } of asked.filter(({ method }) => method === 'GET')) {
      const response = await handler(new Request(`http://127.0.0.1:3300${path}`, { headers: { authorization: `Bearer ${person.token}` } }), {
        params: Promise.resolve(paramsOf(path, '1')),
      })
      const text = await response.text()
      for (const secret of [digest, '$argon2', person.token, String(token.json.token), new URL(process.env.DATABASE_URL ?? '').password])
        expect(text.includes(secret), `${method} ${name}: ${secret.slice(0, 8)}`).toBe(false)
      expect(text, name).not.toMatch(/node_modules|\.ts:\d+/)
    }
  })
})
