import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as listAudit } from '#app/api/v1/audit/route.ts'
import { POST as addEnvironment } from '#app/api/v1/environments/route.ts'
import { POST as startAnalysis } from '#app/api/v1/retention/analyses/route.ts'
import { GET as listRuns } from '#app/api/v1/runs/route.ts'
import { POST as addSource } from '#app/api/v1/sources/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import { POST as createToken } from '#app/api/v1/tokens/route.ts'
import { db } from '#server/database.ts'

// Numbers are those of docs/guides/security.md; what is tried on every operation is in security.int.test.ts.
let token = ''
beforeAll(async () => {
  token = (await makePerson('administrator')).token
})
afterAll(() => db.$disconnect())

const name = () => `hostile ${randomUUID().slice(0, 8)}`
const invalid = { status: 400, json: { code: 'invalid_request' } }

describe('55: more than anybody means', () => {
  it('a list of a million ids is refused before it is read to its end', async () => {
    const scopes = Array.from({ length: 1_000_000 }, () => 'runs.view')
    expect(await call(createToken, 'POST', '/x', { token, body: { name: 'x', scopes } })).toMatchObject({ status: 413, json: { code: 'body_too_large' } })
  })
  it.each([
    ['tables', Array.from({ length: 5_000 }, (_, n) => `t${n}`)],
    ['tables', ["item'; DROP TABLE x; --"]],
    ['tables', ['item\u0000']],
    ['tables', { not: '' }],
    ['name', 'a\u0000b'],
    ['url', { href: 'mysql://a@b/c' }],
    ['kind', '__proto__'],
  ])('an environment with %s of another shape is refused', async (field, value) => {
    const body = { name: name(), kind: 'test', url: 'mysql://reader@127.0.0.1:1/game', [field]: value }
    expect(await call(addEnvironment, 'POST', '/x', { token, body })).toMatchObject(invalid)
  })
})

describe('56: patterns and clauses that would make a cluster work', () => {
  it.each(['*', '_all', 'live-*', '*:*', '/.*/', 'live-,other-', '-live', '<live-{now/d}>', '..', 'live-*,-x'])('a prefix %s is refused', async (prefix) => {
    const body = { name: name(), url: 'http://127.0.0.1:1', prefix }
    expect(await call(addSource, 'POST', '/x', { token, body })).toMatchObject(invalid)
  })
  it.each(['*', 'body.*', 'a OR b', '_source"', 'script:{}'])('a field %s is refused', async (nicknameField) => {
    const body = { name: name(), url: 'http://127.0.0.1:1', prefix: 'live-', nicknameField }
    expect(await call(addSource, 'POST', '/x', { token, body })).toMatchObject(invalid)
  })
  it('ten thousand clauses are refused', async () => {
    const many = Array.from({ length: 10_000 }, () => 'failed').join(',')
    expect(await call(listRuns, 'GET', `/x?state=${many}`, { token })).toMatchObject(invalid)
    expect(await call(listAudit, 'GET', `/x?action=${many}`, { token })).toMatchObject(invalid)
  })
  it('a window of a thousand years is refused', async () => {
    const made = await call(addSource, 'POST', '/x', { token, body: { name: name(), url: 'http://127.0.0.1:1', prefix: 'live-' } })
    const body = { source: made.json.name, from: '1026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }
    const { status } = await call(startAnalysis, 'POST', '/x', { token, body })
    expect([400, 422]).toContain(status)
  })
})
