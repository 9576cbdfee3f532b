import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, type refuse, startConsole, tidy } from '#cli/testing/stand-in.ts'

vi.setConfig(patience)
afterEach(tidy)

const at = '2026-11-21T00:00:00.000Z'
const address = { host: 'db', port: 3306, database: 'game', user: 'qd', tls: 'off', hasPassword: true }
const live = { id: 'i', name: 'Live KR', kind: 'production', address, tables: ['item'], createdAt: at, updatedAt: at }
const url = 'mysql://qd:hunter22@db:3306/game'

test('adds a game database; nothing of the password comes back', async () => {
  const server = await startConsole({ 'POST /environments': live })
  const words = ['environments', 'add', 'Live KR', '--kind', 'production', '--tables', 'item, text', '--json']
  const done = await qd([...words, '--url', url], { url: server.url })
  expect(done).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(done.stdout)).toEqual(live)
  expect(server.seen[0]?.body).toEqual({ name: 'Live KR', kind: 'production', url, tables: ['item', 'text'] })
  const hidden = await qd([...words, '--url-env', 'GAME_URL'], { url: server.url, env: { GAME_URL: url } })
  expect(hidden.code).toBe(0)
  expect(server.seen[1]?.body).toEqual(server.seen[0]?.body)
  for (const { stdout, stderr } of [done, hidden]) expect(stdout + stderr).not.toContain('hunter22')
})

test('lists names, hosts and tables', async () => {
  const server = await startConsole({ 'GET /environments': { items: [live, { ...live, id: 'j', name: 'old', address: null, tables: [] }] } })
  const { code, stdout } = await qd(['environments', 'list'], { url: server.url })
  expect(code).toBe(0)
  expect(stdout).toContain('db:3306')
  expect(stdout).toContain('item')
})

test('a test that fails is exit 1 with the reason, and a document all the same', async () => {
  const problem = { code: 'environment_access_denied', title: 'The user or the password is wrong', detail: 'db refused the sign-in of qd.' }
  const server = await startConsole({ 'POST /environments/Live%20KR/test': { ok: false, found: null, problem } })
  const { code, stdout, stderr } = await qd(['environments', 'test', 'Live KR', '--json'], { url: server.url })
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, problem })
  expect(JSON.parse(stderr)).toMatchObject({ code: problem.code, title: problem.title })
})

test('is edited by what is said and nothing else, under the name that was typed', async () => {
  const server = await startConsole({ 'PATCH /environments/Live%20KR': { ...live, name: 'Live' } })
  const edit = ['environments', 'edit', 'Live KR', '--rename', 'Live', '--tables', '', '--url-env', 'GAME_URL', '--json']
  const done = await qd(edit, { url: server.url, env: { GAME_URL: url } })
  expect(done).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(done.stdout)).toEqual({ ...live, name: 'Live' })
  expect(server.seen[0]?.body).toEqual({ name: 'Live', tables: [], url, confirm: 'Live KR' })
  expect(await qd(['environments', 'edit', 'Live KR', '--kind', 'test'], { url: server.url })).toMatchObject({ code: 0 })
  expect(server.seen[1]?.body).toEqual({ kind: 'test', confirm: 'Live KR' })
  expect((await qd(['environments', 'edit', 'Live KR'], { url: server.url })).code).toBe(2)
  expect((await qd(['environments', 'edit', 'Live KR', '--url-env', 'NOT_THERE'], { url: server.url })).code).toBe(2)
})

test('removing sends the name that was typed', async () => {
  const server = await startConsole({
    'DELETE /environments/Live%20KR': (_: unknown, response: Parameters<typeof refuse>[0]) => void response.writeHead(204).end(),
  })
  expect(await qd(['environments', 'remove', 'Live KR', '--json'], { url: server.url })).toMatchObject({ code: 0 })
  expect(server.asked('DELETE /environments/Live%20KR')).toHaveLength(1)
})

test('a log source is edited by what is said and nothing else, and removed', async () => {
  const plain = { id: '1', name: 'live', url: 'https://logs.example', prefix: 'live-', username: null, hasPassword: false, zone: 'UTC', resetHour: 5 }
  const source = { ...plain, insecureTls: false, nicknameField: null, players: null, createdAt: at }
  const server = await startConsole({ 'PATCH /sources/live': source, 'DELETE /sources/live': { id: '1', removed: true, archived: true } })
  const edit = ['sources', 'edit', 'live', '--rename', 'old', '--no-insecure-tls', '--username', 'me', '--password-env', 'LOG_PASSWORD']
  expect(await qd(edit, { url: server.url, env: { LOG_PASSWORD: 'secret' } })).toMatchObject({ code: 0 })
  expect(server.seen[0]?.body).toEqual({ name: 'old', insecureTls: false, username: 'me', password: 'secret' })
  expect((await qd(['sources', 'edit', 'live'], { url: server.url })).code).toBe(2)
  const link = ['sources', 'edit', 'live', '--nickname-field', 'body.nick', '--players', 'Live: KR:player:uid', '--json']
  expect(JSON.parse((await qd(link, { url: server.url })).stdout)).toEqual(source)
  const players = { environment: 'Live: KR', table: 'player', uidColumn: 'uid', nicknameColumn: null }
  expect(server.seen.at(-1)?.body).toEqual({ nicknameField: 'body.nick', players })
  expect((await qd(['sources', 'edit', 'live', '--players', 'player'], { url: server.url })).code).toBe(2)
  const gone = await qd(['sources', 'remove', 'live', '--json'], { url: server.url })
  expect(JSON.parse(gone.stdout)).toEqual({ id: '1', name: 'live', removed: true, archived: true })
})

test('rotation asks until it is done, and is exit 1 when something cannot be opened', async () => {
  const column = { column: 'gamelog_source.passwordSealed', resealed: 3, left: 4, unreadable: 0, unreadableRows: [] as string[] }
  const pieces = [
    { keyId: 'aabbccdd', done: false, columns: [column] },
    { keyId: 'aabbccdd', done: true, columns: [{ ...column, resealed: 4, left: 0 }] },
    { keyId: 'aabbccdd', done: true, columns: [{ ...column, resealed: 0, left: 0, unreadable: 1, unreadableRows: ['x'] }] },
  ]
  const server = await startConsole({ 'POST /secrets/rotate': () => pieces.shift() })
  const done = await qd(['secrets', 'rotate', '--json'], { url: server.url })
  expect(done.code).toBe(0)
  expect(JSON.parse(done.stdout)).toMatchObject({ done: true, columns: [{ resealed: 7, left: 0 }] })
  const stuck = await qd(['secrets', 'rotate', '--json'], { url: server.url })
  expect(stuck.code).toBe(1)
  expect(JSON.parse(stuck.stderr)).toMatchObject({ code: 'secrets_unreadable', detail: 'gamelog_source.passwordSealed x' })
})

test.each([
  [['environments', 'add', 'a', '--url', url]],
  [['environments', 'add', 'a', '--kind', 'live', '--url', url]],
  [['environments', 'add', 'a', '--kind', 'test']],
  [['environments', 'add', 'a', '--kind', 'test', '--url-env', 'NOT_SET']],
])('wrong usage is exit 2 and repeats no address: %j', async (words) => {
  const { code, stderr } = await qd(words)
  expect(code).toBe(2)
  expect(stderr).not.toContain('hunter22')
})
