import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as readMe } from '#app/api/v1/me/route.ts'
import { POST as commandRun } from '#app/api/v1/runs/[id]/commands/route.ts'
import { GET as readRun } from '#app/api/v1/runs/[id]/route.ts'
import { GET as listRuns } from '#app/api/v1/runs/route.ts'
import { POST as addSource } from '#app/api/v1/sources/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import { DELETE as revokeToken } from '#app/api/v1/tokens/[id]/route.ts'
import { POST as createToken, GET as listTokens } from '#app/api/v1/tokens/route.ts'
import { db } from '#server/database.ts'

let admin: { id: string; email: string; token: string }
const source = () => ({ name: `live ${randomUUID()}`, url: 'http://127.0.0.1:1', prefix: 'ds-logs-live-' })

beforeAll(async () => {
  admin = await makePerson('administrator')
})
afterAll(() => db.$disconnect())

describe('order of refusals', () => {
  it('401 comes before validation, the body and the idempotency key', async () => {
    const answer = await call(addSource, 'POST', '/api/v1/sources', { rawBody: '{broken', key: null })
    expect(answer).toMatchObject({ status: 401, json: { code: 'unauthenticated', status: 401 } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })
  it('403 comes before validation as well', async () => {
    const viewer = await makePerson('viewer')
    expect(await call(addSource, 'POST', '/api/v1/sources', { token: viewer.token, rawBody: '{broken' })).toMatchObject({
      status: 403,
      json: { code: 'forbidden' },
    })
  })
  it.each([
    ['no such token', () => `qd_${'x'.repeat(43)}`],
    ['not a token', () => 'something'],
  ])('%s is 401', async (_name, token) => {
    expect((await call(readMe, 'GET', '/api/v1/me', { token: token() })).status).toBe(401)
  })
  it('a token of a disabled person, an expired and a revoked token are 401', async () => {
    const person = await makePerson('operator')
    expect((await call(readMe, 'GET', '/api/v1/me', { token: person.token })).status).toBe(200)
    await db.user.update({ where: { id: person.id }, data: { disabledAt: new Date() } })
    expect((await call(readMe, 'GET', '/api/v1/me', { token: person.token })).status).toBe(401)
    await db.user.update({ where: { id: person.id }, data: { disabledAt: null } })
    await db.apiToken.updateMany({ where: { userId: person.id }, data: { expiresAt: new Date(Date.now() - 1000) } })
    expect((await call(readMe, 'GET', '/api/v1/me', { token: person.token })).status).toBe(401)
    await db.apiToken.updateMany({ where: { userId: person.id }, data: { expiresAt: null, revokedAt: new Date() } })
    expect((await call(readMe, 'GET', '/api/v1/me', { token: person.token })).status).toBe(401)
  })
  it('a token does less than its maker where its scopes say so', async () => {
    const person = await makePerson('administrator', ['runs.view'])
    expect((await call(listRuns, 'GET', '/api/v1/runs', { token: person.token })).status).toBe(200)
    expect(await call(addSource, 'POST', '/api/v1/sources', { token: person.token, body: source() })).toMatchObject({ status: 403 })
  })
})

describe('bad requests', () => {
  it.each([
    ['broken JSON', { rawBody: '{"name":' }, 400, 'body_not_json'],
    ['JSON without a floor', { rawBody: '['.repeat(20_000) + ']'.repeat(20_000) }, 400, 'body_too_deep'],
    ['not JSON', { body: {}, headers: { 'content-type': 'text/plain' } }, 415, 'content_type_not_json'],
    ['too large', { rawBody: JSON.stringify({ name: 'x'.repeat(70_000) }) }, 413, 'body_too_large'],
    ['no idempotency key', { body: {}, key: null }, 400, 'idempotency_key_missing'],
    ['odd idempotency key', { body: {}, key: 'a b' }, 400, 'idempotency_key_invalid'],
  ] as const)('%s', async (_name, options, status, code) => {
    expect(await call(addSource, 'POST', '/api/v1/sources', { token: admin.token, ...options })).toMatchObject({ status, json: { code } })
  })
  it('name every wrong field, in the language that was asked for', async () => {
    const body = { name: '', url: 'ftp://x', prefix: '*', zone: 'Mars/Base', extra: 1 }
    const korean = await call(addSource, 'POST', '/api/v1/sources', { token: admin.token, body, headers: { 'accept-language': 'ko-KR,ko;q=0.9' } })
    const english = await call(addSource, 'POST', '/api/v1/sources', { token: admin.token, body, headers: { 'accept-language': 'en' } })
    expect(english).toMatchObject({ status: 400, json: { code: 'invalid_request' } })
    const paths = (english.json.errors as { path: string }[]).map((error) => error.path)
    expect(paths).toEqual(expect.arrayContaining(['name', 'url', 'prefix', 'zone']))
    expect(korean.json.title).not.toBe(english.json.title)
    expect(korean.json.title).toMatch(/[가-힣]/)
  })
  it('an unknown query parameter and an id that is none are refused', async () => {
    expect(await call(listRuns, 'GET', '/api/v1/runs?pagesize=1', { token: admin.token })).toMatchObject({ status: 400, json: { code: 'invalid_request' } })
    for (const id of ['0', '-1', '1e3', '99999999999999999999', "1' OR 1=1", '__proto__'])
      expect(await call(readRun, 'GET', `/api/v1/runs/x`, { token: admin.token, params: { id } })).toMatchObject({ status: 404, json: { code: 'not_found' } })
  })
  it('commands outside the list are refused', async () => {
    expect(await call(commandRun, 'POST', '/api/v1/runs/1/commands', { token: admin.token, params: { id: '1' }, body: { command: 'drop' } })).toMatchObject({
      status: 400,
    })
  })
})

describe('Idempotency-Key', () => {
  it('same key and body: same answer, done once; other body: 409', async () => {
    const [key, body] = [randomUUID(), source()]
    const first = await call(addSource, 'POST', '/api/v1/sources', { token: admin.token, key, body })
    const again = await call(addSource, 'POST', '/api/v1/sources', { token: admin.token, key, body })
    expect(first.status).toBe(201)
    expect(again).toMatchObject({ status: 201, json: first.json })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(await db.logSource.count({ where: { name: body.name } })).toBe(1)
    expect(await call(addSource, 'POST', '/api/v1/sources', { token: admin.token, key, body: source() })).toMatchObject({
      status: 409,
      json: { code: 'idempotency_key_reused' },
    })
  })
  it('ten at once: one does it, the others get its answer or are told to wait', async () => {
    const [key, body] = [randomUUID(), source()]
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(addSource, 'POST', '/api/v1/sources', { token: admin.token, key, body })))
    expect(await db.logSource.count({ where: { name: body.name } })).toBe(1)
    for (const answer of answers) expect([201, 409]).toContain(answer.status)
    for (const answer of answers.filter(({ status }) => status === 409)) expect(answer.json.code).toBe('idempotency_busy')
  })
  it("is a caller's own", async () => {
    const other = await makePerson('administrator')
    const key = randomUUID()
    const make = (token: string) => call(createToken, 'POST', '/api/v1/tokens', { token, key, body: { name: 'ci', scopes: ['runs.view'] } })
    const [mine, theirs] = [await make(admin.token), await make(other.token)]
    expect(mine.json.token).not.toBe(theirs.json.token)
  })
})

describe('tokens', () => {
  it('are shown once, stored as a hash, listed without their text and end at once', async () => {
    const made = await call(createToken, 'POST', '/api/v1/tokens', { token: admin.token, body: { name: 'ci', scopes: ['runs.view'] } })
    const text = String(made.json.token)
    expect(text).toMatch(/^qd_[\w-]{43}$/)
    const listed = JSON.stringify((await call(listTokens, 'GET', '/api/v1/tokens', { token: admin.token })).json)
    expect(listed).not.toContain(text)
    const stored = await db.$queryRaw<unknown[]>`SELECT * FROM accounts_token WHERE hash LIKE ${`%${text}%`}`
    expect(stored).toHaveLength(0)
    expect((await call(listRuns, 'GET', '/api/v1/runs', { token: text })).status).toBe(200)
    const id = String(made.json.id)
    expect((await call(revokeToken, 'DELETE', `/api/v1/tokens/${id}`, { token: admin.token, params: { id } })).status).toBe(204)
    expect((await call(listRuns, 'GET', '/api/v1/runs', { token: text })).status).toBe(401)
  })
  it('cannot carry what their maker does not hold', async () => {
    const operator = await makePerson('operator')
    expect(await call(createToken, 'POST', '/api/v1/tokens', { token: operator.token, body: { name: 'x', scopes: ['sources.manage'] } })).toMatchObject({
      status: 403,
      json: { code: 'scope_not_held' },
    })
    const narrow = await makePerson('administrator', ['tokens.manage'])
    expect(await call(createToken, 'POST', '/api/v1/tokens', { token: narrow.token, body: { name: 'x', scopes: ['all'] } })).toMatchObject({ status: 403 })
  })
  it("another's token is not found", async () => {
    const other = await makePerson('operator')
    const made = await call(createToken, 'POST', '/api/v1/tokens', { token: other.token, body: { name: 'x', scopes: ['runs.view'] } })
    const id = String(made.json.id)
    expect((await call(revokeToken, 'DELETE', `/api/v1/tokens/${id}`, { token: admin.token, params: { id } })).status).toBe(404)
  })
})
