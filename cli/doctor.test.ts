import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, refuse, startConsole, tidy } from '#cli/testing/stand-in.ts'
import { type Doctor, doctor, doctorParts } from '#features/system/schema.ts'

vi.setConfig(patience)
afterEach(tidy)

const parsed = (stdout: string): Doctor => doctor.parse(JSON.parse(stdout))
const part = (found: Doctor, name: string) => found.checks.find((check) => check.name === name)

const healthy = [
  { name: 'mysql', ok: true, version: '10.11.19', url: 'mysql://root:secret@127.0.0.1:3306/console?password=secret' },
  { name: 'redis', ok: true, version: '7.0.15', url: 'redis://:secret@127.0.0.1:6379' },
  { name: 'opensearch', ok: true, version: '2.19.6', url: 'https://admin:secret@127.0.0.1:9200' },
  { name: 'migrations', ok: true },
  { name: 'audit', ok: true },
  { name: 'web', ok: true },
  { name: 'workers', ok: true, pids: [4711] },
]

test('all well: exit 0, every part named, the address of the console, no secrets', async () => {
  const server = await startConsole({ 'GET /doctor': { ok: true, checks: healthy } })
  const { code, stdout, stderr } = await qd(['doctor', '--json'], { url: server.url })
  const found = parsed(stdout)
  expect({ code, stderr, ok: found.ok }).toEqual({ code: 0, stderr: '', ok: true })
  expect(found.checks.map((check) => check.name)).toEqual([...doctorParts])
  expect(part(found, 'node')?.version).toMatch(/^\d+\./)
  expect(part(found, 'web')?.url).toBe(server.url)
  expect(part(found, 'mysql')?.url).toBe('mysql://127.0.0.1:3306/console')
  expect(part(found, 'workers')?.pids).toEqual([4711])
  expect(stdout).not.toContain('secret')
})

test('findings that come with status 503 count, and a part that is missing is not well', async () => {
  const checks = healthy.slice(0, 5).map((check) => (check.name === 'redis' ? { name: 'redis', ok: false, fix: 'start Redis' } : check))
  const server = await startConsole({
    'GET /doctor': (_: unknown, response: Parameters<typeof refuse>[0]) => {
      response.writeHead(503, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: false, checks }))
    },
  })
  const { code, stdout } = await qd(['doctor', '--json'], { url: server.url })
  const found = parsed(stdout)
  expect({ code, ok: found.ok }).toEqual({ code: 1, ok: false })
  expect(part(found, 'redis')).toMatchObject({ ok: false, fix: 'start Redis' })
  expect(part(found, 'workers')).toMatchObject({ ok: false })
})

test('no console: a whole document all the same', async () => {
  const { code, stdout } = await qd(['doctor', '--json'], { url: 'http://127.0.0.1:1' })
  const found = parsed(stdout)
  expect({ code, ok: found.ok }).toEqual({ code: 1, ok: false })
  expect(found.checks.map((check) => check.name)).toEqual([...doctorParts])
  expect(part(found, 'node')).toMatchObject({ ok: true })
  expect(part(found, 'web')).toMatchObject({ ok: false, fix: 'npm start' })
  expect(part(found, 'mysql')?.detail).toBe('not known while the console is not reachable')
})

test('a console that refuses the caller is there, and nothing more is known', async () => {
  const server = await startConsole({ 'GET /doctor': (_: unknown, response: Parameters<typeof refuse>[0]) => refuse(response, 401, 'unauthenticated') })
  const { code, stdout } = await qd(['doctor', '--json'], { url: server.url })
  const found = parsed(stdout)
  expect(code).toBe(1)
  expect(part(found, 'web')).toMatchObject({ ok: true, url: server.url })
  expect(part(found, 'mysql')?.detail).toContain('unauthenticated')
})
