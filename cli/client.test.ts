import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, refuse, startConsole, temporaryDirectory, tidy } from '#cli/testing/stand-in.ts'

vi.setConfig(patience)
afterEach(tidy)

const emptyPage = { items: [], total: 0, page: 1, pageSize: 50, countedAt: '2026-03-01T00:00:00.000Z' }

test('a call carries the token, the language and, when it changes something, a fresh idempotency key', async () => {
  const made = {
    id: '1',
    name: 'robot',
    hint: 'qd_ab',
    scopes: ['runs.view', 'all'],
    createdAt: '2026-03-01T00:00:00Z',
    lastUsedAt: null,
    expiresAt: null,
    revokedAt: null,
  }
  const server = await startConsole({ 'POST /tokens': { ...made, token: 'qd_secret' }, 'GET /runs': emptyPage })
  const created = await qd(['tokens', 'create', 'robot', '--scope', 'runs.view', '--scope', 'all', '--json'], { url: server.url, lang: 'ko_KR.UTF-8' })
  expect(created).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(created.stdout)).toMatchObject({ token: 'qd_secret' })
  await qd(['tokens', 'create', 'robot', '--scope', 'all', 'runs.view', '--json'], { url: server.url })
  await qd(['runs', 'list', '--json', '--state', 'failed,cancelled', '--limit', '5'], { url: server.url })
  const [first, second] = server.asked('POST /tokens')
  expect(first?.body).toEqual({ name: 'robot', scopes: ['runs.view', 'all'] })
  expect(second?.body).toEqual({ name: 'robot', scopes: ['all', 'runs.view'] })
  expect(first?.headers).toMatchObject({ authorization: 'Bearer qd_test', 'accept-language': 'ko' })
  expect(first?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/)
  expect(second?.headers['idempotency-key']).not.toBe(first?.headers['idempotency-key'])
  expect(server.asked('GET /runs')[0]?.headers).toMatchObject({ 'accept-language': 'en' })
})

test('a refusal is exit 1: problem details as JSON on stderr, or as text with the code and the fields', async () => {
  const errors = [{ path: 'zone', code: 'unknown_zone', detail: 'no such zone' }]
  const server = await startConsole({
    'POST /sources': (_: unknown, response: Parameters<typeof refuse>[0]) => refuse(response, 400, 'invalid_request', errors),
  })
  const words = ['sources', 'add', 'live', '--url', 'https://logs.example', '--prefix', 'live_', '--zone', 'Mars/Base']
  const json = await qd([...words, '--json'], { url: server.url })
  expect(json).toMatchObject({ code: 1, stdout: '' })
  expect(JSON.parse(json.stderr)).toMatchObject({ code: 'invalid_request', status: 400, errors, requestId: 'r-1' })
  const text = await qd(words, { url: server.url })
  expect(text).toMatchObject({ code: 1, stdout: '' })
  expect(text.stderr).toContain('(invalid_request)')
  expect(text.stderr).toContain('zone: no such zone (unknown_zone)')
})

test('the password of a source comes from the named variable and is not an argument', async () => {
  const source = {
    id: '1',
    name: 'live',
    url: 'https://logs.example',
    prefix: 'live_',
    username: 'reader',
    hasPassword: true,
    zone: 'Asia/Seoul',
    resetHour: 5,
  }
  const server = await startConsole({
    'POST /sources': { ...source, insecureTls: true, nicknameField: null, players: null, createdAt: '2026-03-01T00:00:00Z' },
  })
  const words = ['sources', 'add', 'live', '--url', 'https://logs.example', '--prefix', 'live_', '--username', 'reader', '--password-env', 'LOG_PASSWORD']
  const { code, stdout } = await qd([...words, '--reset-hour', '5', '--insecure-tls', '--json'], { url: server.url, env: { LOG_PASSWORD: 'secret' } })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ id: '1', hasPassword: true })
  const sent = { name: 'live', url: 'https://logs.example', prefix: 'live_', username: 'reader', password: 'secret' }
  expect(server.seen[0]?.body).toEqual({ ...sent, zone: 'Asia/Seoul', resetHour: 5, insecureTls: true })
})

test('a console that is not there is exit 1 with the cure', async () => {
  const gone = await qd(['runs', 'list', '--json'], { url: 'http://127.0.0.1:1' })
  expect(gone).toMatchObject({ code: 1, stdout: '' })
  expect(JSON.parse(gone.stderr)).toMatchObject({ code: 'server_unreachable', fix: 'npm start' })
  const never = await qd(['runs', 'list'])
  expect(never.code).toBe(1)
  expect(never.stderr).toContain('npm start')
})

test('an answer that is not of this console is said to be none', async () => {
  const server = await startConsole({ 'GET /runs': { hello: 'world' } })
  const { code, stderr } = await qd(['runs', 'list', '--json'], { url: server.url })
  expect(code).toBe(1)
  expect(JSON.parse(stderr)).toMatchObject({ code: 'unexpected_answer' })
})

test('the local token file is used, and its token is kept from any other address', async () => {
  const server = await startConsole({ 'GET /runs': emptyPage })
  const other = await startConsole({ 'GET /runs': emptyPage })
  const state = temporaryDirectory()
  writeFileSync(path.join(state, 'token.json'), JSON.stringify({ url: server.url, token: 'qd_local' }))
  const env = { QUARTERDECK_STATE_DIR: state }
  expect((await qd(['runs', 'list', '--json'], { env })).code).toBe(0)
  await qd(['runs', 'list', '--json'], { env: { ...env, QD_URL: other.url } })
  expect(server.seen[0]?.headers.authorization).toBe('Bearer qd_local')
  expect(other.seen[0]?.headers.authorization).toBeUndefined()
})
