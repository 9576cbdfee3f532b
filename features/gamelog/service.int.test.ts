import { randomUUID } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { connectionOf, findSource } from '#features/gamelog/repository.ts'
import { sourceRequest } from '#features/gamelog/schema.ts'
import { addSource, changeSource, listSources, removeSource, testSource } from '#features/gamelog/service.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { selfSigned } from '#server/search/testing/self-signed.ts'

const mark = randomUUID().slice(0, 8)
const userId = randomUUID()
const who: Principal = { userId, name: 'Kim', email: `${mark}@example.test`, role: 'administrator', via: 'session', scopes: null, mustChangePassword: false }
const origin = { ip: '127.0.0.1', requestId: 'r' }
const secret = `secret of ${mark}`
const environment = { id: randomUUID(), name: `Live ${mark}` }

beforeAll(async () => {
  await db.user.create({ data: { id: userId, name: 'Kim', email: who.email } })
  await db.environment.create({ data: { ...environment, kind: 'production', urlSealed: new Uint8Array([0]), tables: ['player'] } })
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
  await db.analysis.deleteMany({ where: { source: { prefix: `p-${mark}-` } } })
  await db.run.deleteMany({ where: { createdById: userId } })
  await db.logSource.deleteMany({ where: { prefix: `p-${mark}-` } })
  await db.environment.delete({ where: { id: environment.id } })
  await db.user.delete({ where: { id: userId } }).catch(() => {})
  await db.$disconnect()
})

const servers: Server[] = []
const sockets: Socket[] = []
let count = 0
async function add(change: object = {}) {
  count += 1
  const plain = { name: `source ${mark} ${count}`, url: 'http://127.0.0.1:1', prefix: `p-${mark}-` }
  const made = await addSource(who, sourceRequest.parse({ ...plain, username: 'reader', password: secret, ...change }), origin)
  if (made instanceof Refusal) throw new Error(made.code)
  return made
}

async function passwordOf(id: string): Promise<string | undefined> {
  const row = await findSource(id)
  return row ? connectionOf(row).password : undefined
}

/** An analysis of the source whose run is in the given state. */
async function analyse(sourceId: string, state: string): Promise<void> {
  const at = new Date()
  const columns = { kind: 'retention.analyse', title: {}, keywords: '', payload: {}, stages: [], createdById: userId, createdAt: at, updatedAt: at }
  const run = await db.run.create({ data: { ...columns, state } })
  await db.analysis.create({ data: { runId: run.id, sourceId, from: at, to: at, definition: {}, definitionHash: 'h' } })
}

/** A server that takes connections and does what the test likes with them. */
async function listening(work: (socket: Socket) => void): Promise<string> {
  const server = createServer(work).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`
}

describe('57: the address of a log source', () => {
  it.each([
    'http://169.254.169.254',
    'http://0xa9fea9fe',
    'http://2852039166/latest',
    'http://[::ffff:169.254.169.254]',
    'http://[fe80::1]:9200',
    'http://[fd00:ec2::254]',
    'http://0.0.0.0:9200',
  ])('%s is refused when it is saved', async (url) => {
    const request = sourceRequest.parse({ name: `no ${mark}`, url, prefix: `p-${mark}-` })
    expect(await addSource(who, request, origin)).toMatchObject({ code: 'address_forbidden', path: 'url' })
    const made = await add()
    expect(await changeSource(who, made.id, { url, username: null }, origin)).toMatchObject({ code: 'address_forbidden', path: 'url' })
  })

  it.each(['http://127.1:1', 'http://0x7f000001:1', 'http://[::ffff:10.0.0.1]:1', 'http://192.168.0.1:1'])('%s may be: clusters live there', async (url) => {
    expect(await add({ url })).toHaveProperty('id')
  })

  it('is refused when it is tested and by every reader, however it came into the table', async () => {
    const made = await add()
    await db.logSource.update({ where: { id: made.id }, data: { url: 'http://169.254.169.254' } })
    expect(await testSource(who, made.id, origin)).toMatchObject({ failed: { code: 'address_forbidden', params: { host: '169.254.169.254' } } })
    const row = await findSource(made.id)
    expect(() => openSearch(connectionOf(row ?? expect.fail()))).toThrow('address_forbidden')
  })

  it('a redirect to such an address is not followed', async () => {
    const url = await listening((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n')),
    )
    const outcome = await testSource(who, (await add({ url })).id, origin)
    expect(outcome).toMatchObject({ failed: { code: expect.stringMatching(/^(source_not_opensearch|cluster_refused)$/) } })
  })
})

describe('what a test says of a source that cannot be read', () => {
  const failureOf = async (change: object) => {
    const outcome = await testSource(who, (await add(change)).id, origin)
    return 'failed' in outcome ? outcome.failed : null
  }
  it('nobody knows the host', async () => {
    expect(await failureOf({ url: 'http://nobody.invalid:9200' })).toMatchObject({ code: 'source_host_unknown', params: { host: 'nobody.invalid' } })
  })
  it('nothing listens there', async () => expect(await failureOf({})).toMatchObject({ code: 'source_refused', params: { host: '127.0.0.1', port: 1 } }))
  it('something else listens there', async () => {
    const url = await listening((socket) => socket.end('5.5.5-10.11 not http'))
    expect(await failureOf({ url })).toMatchObject({ code: 'source_not_opensearch' })
  })
  it('nobody answers', async () => {
    const url = await listening((socket) => sockets.push(socket))
    const made = await add({ url })
    const params = { host: new URL(url).host, seconds: 0.5 }
    expect(await testSource(who, made.id, origin, {}, 500)).toMatchObject({ failed: { code: 'source_timeout', params } })
  })
  it('user or password are wrong', async () => {
    const body = '{"error":"Unauthorized"}'
    const answer = `HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    const url = await listening((socket) => socket.once('data', () => socket.end(answer)))
    expect(await failureOf({ url })).toMatchObject({ code: 'source_unauthorized', params: { status: 401 } })
  })
  it('its certificate is not trusted', async () => {
    const { key, cert } = selfSigned('127.0.0.1')
    const server = createTlsServer({ key, cert }).listen(0, '127.0.0.1')
    servers.push(server)
    await new Promise((resolve) => server.once('listening', resolve))
    const url = `https://127.0.0.1:${(server.address() as { port: number }).port}`
    expect(await failureOf({ url })).toMatchObject({ code: 'source_tls' })
  })
})

describe('changeSource', () => {
  it('changes what is named and keeps the rest, the password too', async () => {
    const made = await add({ resetHour: 5 })
    expect(await changeSource(who, made.name, { zone: 'UTC', nicknameField: 'body.nick' }, origin)).toMatchObject({
      zone: 'UTC',
      resetHour: 5,
      nicknameField: 'body.nick',
      hasPassword: true,
    })
    expect(await passwordOf(made.id)).toBe(secret)
  })

  it('never sends a stored password to another server or as another user', async () => {
    const made = await add()
    expect(await changeSource(who, made.id, { url: 'http://evil.invalid' }, origin)).toMatchObject({ code: 'password_needed', path: 'password' })
    expect(await changeSource(who, made.id, { username: 'root' }, origin)).toMatchObject({ code: 'password_needed' })
    expect(await changeSource(who, made.id, { url: 'http://127.0.0.1:1/other' }, origin)).toMatchObject({ hasPassword: true })
    expect(await changeSource(who, made.id, { url: 'http://other.invalid', password: 'new password' }, origin)).toMatchObject({ username: 'reader' })
    expect(await passwordOf(made.id)).toBe('new password')
    expect(await changeSource(who, made.id, { username: null }, origin)).toMatchObject({ username: null, hasPassword: false })
    expect(await changeSource(who, made.id, { password: 'alone' }, origin)).toMatchObject({ code: 'credentials_incomplete' })
  })

  it('leaves the indices alone while an analysis reads them', async () => {
    const made = await add()
    await analyse(made.id, 'paused')
    expect(await changeSource(who, made.id, { prefix: 'other-' }, origin)).toMatchObject({ code: 'source_in_use' })
    expect(await changeSource(who, made.id, { zone: 'UTC' }, origin)).toMatchObject({ zone: 'UTC' })
    expect(await removeSource(who, made.id, origin)).toMatchObject({ code: 'source_in_use' })
  })

  it('links a table that the environment allows', async () => {
    const made = await add()
    const players = { environment: environment.name, table: 'player', uidColumn: 'uid', nicknameColumn: null }
    expect(await changeSource(who, made.id, { players: { ...players, table: 'wallet' } }, origin)).toMatchObject({
      code: 'table_not_allowed',
      path: 'players.table',
    })
    expect(await changeSource(who, made.id, { players: { ...players, environment: 'none' } }, origin)).toMatchObject({ code: 'environment_unknown' })
    expect(await changeSource(who, made.id, { players }, origin)).toMatchObject({ players: { ...players, kind: 'production' } })
    expect(await changeSource(who, made.id, { players: null }, origin)).toMatchObject({ players: null })
  })

  it('knows names and taken names', async () => {
    const [one, other] = [await add(), await add()]
    expect(await changeSource(who, one.id, { name: other.name }, origin)).toMatchObject({ code: 'name_taken' })
    expect(await changeSource(who, 'nobody', { zone: 'UTC' }, origin)).toMatchObject({ code: 'not_found' })
  })
})

describe('removeSource', () => {
  it('takes away what nothing was made with', async () => {
    const made = await add()
    expect(await removeSource(who, made.id, origin)).toEqual({ id: made.id, removed: true, archived: false })
    expect(await db.logSource.count({ where: { id: made.id } })).toBe(0)
  })

  it('archives what analyses were made with: gone from the list, the password forgotten, the name free again', async () => {
    const made = await add()
    await analyse(made.id, 'succeeded')
    expect(await removeSource(who, made.id, origin)).toMatchObject({ archived: true })
    expect((await listSources(who)).map(({ id }) => id)).not.toContain(made.id)
    const row = await db.logSource.findUniqueOrThrow({ where: { id: made.id } })
    expect(row).toMatchObject({ passwordSealed: null, username: null })
    expect(() => connectionOf(row)).toThrow('source_archived')
    expect(await findSource(made.id)).toBeNull()
    expect(await add({ name: made.name })).toMatchObject({ name: made.name })
  })
})

describe('secrets of a source', () => {
  it('are in no row of the audit, and each act has its row', async () => {
    const made = await add()
    await changeSource(who, made.id, { password: `${secret} 2`, zone: 'UTC' }, origin)
    await testSource(who, made.id, origin)
    await removeSource(who, made.id, origin)
    const rows = await db.auditEntry.findMany({ where: { object: `source:${made.id}` }, orderBy: { id: 'asc' } })
    expect(rows.map(({ action }) => action)).toEqual(['sources.add', 'sources.change', 'sources.test', 'sources.remove'])
    expect(rows[1]).toMatchObject({ before: { zone: 'Asia/Seoul' }, after: { zone: 'UTC' }, detail: { passwordChanged: true } })
    expect(JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(secret)
  })

  it('that another key sealed are said to be so', async () => {
    const made = await add()
    await db.logSource.update({ where: { id: made.id }, data: { passwordSealed: new Uint8Array([2, 1, 2, 3, 4, 5, 6]) } })
    expect(await testSource(who, made.id, origin)).toMatchObject({ failed: { code: 'source_sealed' } })
  })
})
