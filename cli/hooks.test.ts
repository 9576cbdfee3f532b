import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, startConsole, tidy } from '#cli/testing/stand-in.ts'

vi.setConfig(patience)
afterEach(tidy)

const at = '2026-11-21T00:00:00.000Z'
const hook = {
  id: 'h',
  name: 'Reload',
  url: 'https://game.example/hook',
  events: ['datasheets.applied'],
  environment: null,
  active: true,
  oldSecretUntil: null,
  createdAt: at,
  last: null,
}
const sent = {
  id: '7',
  channel: 'hook',
  event: 'hooks.test',
  to: 'Reload',
  attempts: 0,
  state: 'waiting',
  lastStatus: null,
  lastError: null,
  createdAt: at,
  deliveredAt: null,
  nextAt: at,
}
const pageOf = (items: object[]) => ({ items, total: items.length, page: 1, pageSize: 500, countedAt: at })

test('adds a hook for one environment and prints its secret', async () => {
  const server = await startConsole({ 'POST /hooks': { ...hook, secret: 'whsec_c2VjcmV0' } })
  const done = await qd(['hooks', 'add', 'Reload', '--url', hook.url, '--env', 'Live KR'], { url: server.url })
  expect(done).toMatchObject({ code: 0, stderr: '' })
  expect(done.stdout).toContain('whsec_c2VjcmV0')
  expect(server.seen[0]?.body).toEqual({ name: 'Reload', url: hook.url, events: ['datasheets.applied'], environment: 'Live KR' })
  expect(await qd(['hooks', 'add', 'Reload', '--url', hook.url, '--events', 'other'], { url: server.url })).toMatchObject({ code: 2 })
})

test('renews the secret, prints the new one and until when the old one signs', async () => {
  const until = '2026-11-22T00:00:00.000Z'
  const server = await startConsole({ 'POST /hooks/Reload/secret': { ...hook, oldSecretUntil: until, secret: 'whsec_bmV1' } })
  const done = await qd(['hooks', 'renew', 'Reload'], { url: server.url })
  expect(done).toMatchObject({ code: 0, stderr: '' })
  expect(done.stdout).toMatch(/whsec_bmV1[\s\S]*2026-11-22/)
  expect(JSON.parse((await qd(['hooks', 'renew', 'Reload', '--json'], { url: server.url })).stdout)).toMatchObject({ oldSecretUntil: until })
})

test('lists hooks as one document', async () => {
  const list = { ...pageOf([hook]), mail: false }
  const server = await startConsole({ 'GET /hooks': list })
  const done = await qd(['hooks', 'list', '--json'], { url: server.url })
  expect(JSON.parse(done.stdout)).toEqual(list)
})

test('a test waits for its first attempt and is exit 1 when it did not arrive', async () => {
  let asked = 0
  const failed = { ...sent, attempts: 1, lastStatus: 500, lastError: 'answer' }
  const routes = { 'POST /hooks/Reload/test': sent, 'GET /hooks/Reload/deliveries': () => pageOf([++asked > 1 ? failed : sent]) }
  const server = await startConsole(routes)
  const done = await qd(['hooks', 'test', 'Reload', '--json'], { url: server.url })
  expect(done.code).toBe(1)
  expect(JSON.parse(done.stdout)).toMatchObject({ attempts: 1, lastStatus: 500 })
  expect(JSON.parse(done.stderr)).toMatchObject({ code: 'hook_test_failed', detail: '500 answer' })
  const arrived = await startConsole({ ...routes, 'GET /hooks/Reload/deliveries': pageOf([{ ...sent, state: 'delivered', lastStatus: 204 }]) })
  expect(await qd(['hooks', 'test', 'Reload'], { url: arrived.url })).toMatchObject({ code: 0, stdout: '204 delivered\n' })
})
