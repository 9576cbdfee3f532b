import { randomUUID } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { environmentRequest } from '#features/environments/schema.ts'
import { addEnvironment, changeEnvironment, listEnvironments, removeEnvironment, testEnvironment } from '#features/environments/service.ts'
import { db } from '#server/database.ts'
import { openGameDatabase, quoteName } from '#server/game-database.ts'
import { environmentContext } from '#server/sealed/columns.ts'
import { seal } from '#server/secrets.ts'

const admin = new URL(process.env.DATABASE_ADMIN_URL ?? process.env.DATABASE_URL ?? '')
const own = new URL(process.env.DATABASE_URL ?? '')
const mark = randomUUID().slice(0, 8)
const database = `quarterdeck_test_env_${mark}`
const reader = { user: `qd_r_${mark}`, password: `reader ${mark} p@/ss` }
const locked = { user: `qd_l_${mark}`, password: `locked-${mark}` }
const who: Principal = { userId: 'u', name: 'Kim', email: 'kim@example.test', role: 'administrator', via: 'session', scopes: null, mustChangePassword: false }
const origin = { ip: '127.0.0.1', requestId: 'r' }

const run = (...statements: string[]) => {
  const url = new URL(admin)
  url.pathname = ''
  return openGameDatabase(url.toString()).session(async (session) => {
    for (const sql of statements) await session.execute(sql)
  })
}

beforeAll(() =>
  run(
    `CREATE DATABASE ${quoteName(database)}`,
    `CREATE TABLE ${quoteName(database)}.item (id INT PRIMARY KEY)`,
    `CREATE TABLE ${quoteName(database)}.secret (id INT PRIMARY KEY)`,
    `CREATE USER '${reader.user}'@'%' IDENTIFIED BY '${reader.password}'`,
    `GRANT SELECT ON ${quoteName(database)}.item TO '${reader.user}'@'%'`,
    `CREATE USER '${locked.user}'@'%' IDENTIFIED BY '${locked.password}' ACCOUNT LOCK`,
  ),
)
afterAll(async () => {
  await run(`DROP DATABASE ${quoteName(database)}`, `DROP USER '${reader.user}'@'%'`, `DROP USER '${locked.user}'@'%'`)
  await db.$disconnect()
})

type Where = { user?: string; password?: string; host?: string; port?: string | number; name?: string; query?: string }
function address({
  user = reader.user,
  password = reader.password,
  host = admin.hostname,
  port = admin.port || 3306,
  name = database,
  query = '',
}: Where = {}): string {
  return `mysql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}/${name}${query}`
}

let count = 0
async function add(url: string, change: { kind?: 'test' | 'production'; tables?: string[]; name?: string } = {}) {
  count += 1
  const made = await addEnvironment(who, environmentRequest.parse({ name: `env ${mark} ${count}`, kind: 'test', url, ...change }), origin)
  if (made instanceof Refusal) throw new Error(made.code)
  return made
}

describe('57: the address of a game database', () => {
  it.each(['169.254.169.254', '0xa9fea9fe', '[::ffff:a9fe:a9fe]', '[fe80::1]', '[fd00:ec2::254]', '0.0.0.0'])(
    '%s is refused when it is saved',
    async (host) => {
      const request = environmentRequest.parse({ name: `no ${mark}`, kind: 'test', url: address({ host }) })
      expect(await addEnvironment(who, request, origin)).toMatchObject({ code: 'address_forbidden', path: 'url' })
      const made = await add(address())
      expect(await changeEnvironment(who, made.id, { url: address({ host }) }, origin)).toMatchObject({ code: 'address_forbidden' })
    },
  )

  it('is refused when it is tested, however it came into the table', async () => {
    const made = await add(address())
    const urlSealed = seal(address({ host: '169.254.169.254' }), environmentContext(made.id))
    await db.environment.update({ where: { id: made.id }, data: { urlSealed } })
    const params = { host: '169.254.169.254', user: reader.user }
    expect(await testEnvironment(who, made.id, origin)).toMatchObject({ found: null, failed: { code: 'address_forbidden', params } })
  })
})

/** Adds, tests and gives what the test says. */
async function tested(url: string, tables: string[] = []) {
  const made = await add(url, { tables })
  const outcome = await testEnvironment(who, made.id, origin)
  if (outcome instanceof Refusal) throw new Error(outcome.code)
  return outcome
}

/** What the audit keeps must not hold a password in any form. */
async function writtenDown(): Promise<string> {
  const rows = await db.auditEntry.findMany({ where: { action: { startsWith: 'environments.' } } })
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

afterEach(async () => {
  const text = await writtenDown()
  for (const { password } of [reader, locked]) for (const form of [password, encodeURIComponent(password)]) expect(text).not.toContain(form)
  await db.environment.deleteMany()
})

const servers: { server: Server; sockets: Socket[] }[] = []
/** A server that is no database: it says what it is given, or nothing at all. */
async function stranger(greeting: string | null): Promise<number> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    if (greeting !== null) socket.end(greeting)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push({ server, sockets })
  const at = server.address()
  return typeof at === 'object' && at ? at.port : 0
}
afterAll(() => {
  for (const { server, sockets } of servers) {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})

describe('testEnvironment', () => {
  it('finds a sound database, with what the account can see', async () => {
    const { found, failed } = await tested(address(), ['item'])
    expect(failed).toBeNull()
    expect(found).toMatchObject({ version: expect.stringMatching(/^\d+\./), database, visibleTables: 1, readOnly: false })
    expect(found?.user).toContain(reader.user)
  })

  it.each([
    ['environment_host_unknown', { host: 'nothing-here.invalid' }],
    ['environment_refused', { port: 1 }],
    ['environment_access_denied', { password: 'wrong' }],
    ['environment_access_denied', { user: 'nobody_at_all' }],
    ['environment_database_denied', { name: 'not_there' }],
    ['environment_tls_missing', { query: '?tls=verified' }],
    ['environment_account_locked', locked],
  ] as const)('says %s of %j', async (code, where) => {
    const { found, failed } = await tested(address(where))
    expect(found).toBeNull()
    expect(failed).toMatchObject({ code, params: { host: where && 'host' in where ? where.host : admin.hostname } })
    expect(JSON.stringify(failed)).not.toContain(reader.password)
  })

  it('tells an unknown database from a forbidden one where the server does', async () => {
    const user = { user: decodeURIComponent(admin.username), password: decodeURIComponent(admin.password) }
    expect((await tested(address({ ...user, name: 'quarterdeck_not_there' }))).failed?.code).toMatch(/^environment_database_(unknown|denied)$/)
  })

  it('gives up on a server that never answers within 4 s, and says so', async () => {
    const port = await stranger(null)
    const began = performance.now()
    expect((await tested(address({ host: '127.0.0.1', port }))).failed).toMatchObject({ code: 'environment_timeout' })
    expect(performance.now() - began).toBeLessThan(12_000)
  })

  it('knows a server that is no database', async () => {
    const port = await stranger('HTTP/1.1 400 Bad Request\r\n\r\n')
    expect((await tested(address({ host: '127.0.0.1', port }))).failed).toMatchObject({ code: 'environment_not_mysql' })
  })

  it('names allowed tables that are missing or cannot be read', async () => {
    expect((await tested(address(), ['item', 'nothing'])).failed).toMatchObject({
      code: expect.stringMatching(/environment_(table_unknown|no_select)/),
      params: { tables: 'nothing' },
    })
    expect((await tested(address(), ['item', 'secret'])).failed).toMatchObject({ code: 'environment_no_select', params: { tables: 'secret' } })
  })

  it('refuses a read-only server', async () => {
    const made = await add(address())
    await run('SET GLOBAL read_only = 1')
    try {
      const outcome = await testEnvironment(who, made.id, origin).catch((error: unknown) => error)
      expect(outcome).toMatchObject({ found: { readOnly: true }, failed: { code: 'environment_read_only' } })
    } finally {
      await run('SET GLOBAL read_only = 0')
    }
  })
})

describe("the console's own database", () => {
  it('is refused under every name it has', async () => {
    for (const host of [own.hostname, 'localhost']) {
      const url = new URL(own)
      url.hostname = host
      const request = environmentRequest.parse({ name: `own ${mark}`, kind: 'test', url: url.toString() })
      const refused = await addEnvironment(who, request, origin)
      expect(refused, host).toMatchObject({ code: 'environment_is_console', path: 'url' })
    }
    const made = await add(address())
    expect(await changeEnvironment(who, made.id, { url: own.toString() }, origin)).toMatchObject({ code: 'environment_is_console' })
  })
})

describe('environments', () => {
  it('are listed without secrets, sealed where they lie', async () => {
    const made = await add(address({ query: '' }), { tables: ['item', 'item'] })
    expect(made).toMatchObject({
      kind: 'test',
      tables: ['item'],
      address: { host: admin.hostname, database, user: reader.user, tls: 'off', hasPassword: true },
    })
    expect(JSON.stringify(await listEnvironments(who))).not.toContain(reader.password)
    const row = await db.environment.findUniqueOrThrow({ where: { id: made.id } })
    expect(Buffer.from(row.urlSealed).includes(reader.user)).toBe(false)
  })

  it('have names of their own', async () => {
    const made = await add(address())
    const request = environmentRequest.parse({ name: made.name, kind: 'test', url: address() })
    expect(await addEnvironment(who, request, origin)).toMatchObject({ code: 'name_taken', path: 'name' })
  })

  it('keep the password for the same server and user only', async () => {
    const made = await add(address())
    const without = (where: Where) => address({ ...where, password: '' }).replace(':@', '@')
    expect(await changeEnvironment(who, made.id, { url: without({ name: 'other' }) }, origin)).toMatchObject({
      address: { database: 'other', hasPassword: true },
    })
    expect(await changeEnvironment(who, made.id, { url: without({ host: 'evil.invalid' }) }, origin)).toMatchObject({ code: 'password_needed' })
    expect(await changeEnvironment(who, made.id, { url: without({ user: 'root' }) }, origin)).toMatchObject({ code: 'password_needed' })
  })

  it('of production ask for the typed name before anything dangerous', async () => {
    const made = await add(address(), { kind: 'production', name: `Live ${mark}` })
    for (const change of [{ url: address() }, { tables: [] }, { kind: 'test' as const }]) {
      expect(await changeEnvironment(who, made.id, change, origin)).toMatchObject({ code: 'confirmation_needed', params: { name: made.name } })
      expect(await changeEnvironment(who, made.id, { ...change, confirm: made.name.toLowerCase() }, origin)).toMatchObject({ code: 'confirmation_needed' })
    }
    expect(await changeEnvironment(who, made.id, { name: `Live2 ${mark}` }, origin)).toMatchObject({ name: `Live2 ${mark}` })
    expect(await removeEnvironment(who, made.id, undefined, origin)).toMatchObject({ code: 'confirmation_needed' })
    expect(await removeEnvironment(who, made.id, `Live2 ${mark}`, origin)).toBeUndefined()
    expect(await listEnvironments(who)).toEqual([])
  })

  it('stay while a log source finds its players there', async () => {
    const made = await add(address())
    const source = { id: randomUUID(), name: `logs ${mark}`, url: 'http://127.0.0.1:1', prefix: 'x-', zone: 'UTC', playerEnvironmentId: made.id }
    await db.logSource.create({ data: source })
    expect(await removeEnvironment(who, made.id, undefined, origin)).toMatchObject({ code: 'environment_in_use', params: { sources: source.name } })
    await db.logSource.delete({ where: { id: source.id } })
    expect(await removeEnvironment(who, made.id, undefined, origin)).toBeUndefined()
  })

  it('leave a row in the audit for every act', async () => {
    await db.auditEntry.deleteMany({ where: { action: { startsWith: 'environments.' } } }).catch(() => {})
    const made = await add(address())
    await changeEnvironment(who, made.id, { kind: 'production' }, origin)
    await testEnvironment(who, made.id, origin)
    await removeEnvironment(who, made.id, made.name, origin)
    const rows = await db.auditEntry.findMany({ where: { object: `environment:${made.id}` }, orderBy: { id: 'asc' } })
    expect(rows.map(({ action }) => action)).toEqual(['environments.add', 'environments.change', 'environments.test', 'environments.remove'])
    expect(rows[1]).toMatchObject({
      before: { kind: 'test' },
      after: { kind: 'production', address: `${reader.user}@${admin.hostname}:${admin.port}/${database}` },
    })
  })
})
