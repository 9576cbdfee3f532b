import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultMetrics } from '#core/retention/metrics.ts'
import type { LogEvent } from '#core/retention/oracle.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { insertEnvironment } from '#features/environments/repository.ts'
import { insertSource } from '#features/gamelog/repository.ts'
import { testSource } from '#features/gamelog/service.ts'
import { estimateAnalysis } from '#features/retention/estimate/service.ts'
import { metricRequest } from '#features/retention/metrics/schema.ts'
import { addMetric, changeMetric, listMetrics, loadVersions, wantedByMetrics } from '#features/retention/metrics/service.ts'
import { findAnalysis } from '#features/retention/repository.ts'
import { analysisRequest, receipt } from '#features/retention/schema.ts'
import { startAnalysis } from '#features/retention/service.ts'
import { tryMetric } from '#features/retention/tryout/service.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { handle } from '#workers/retention/analyse.ts'
import { deleteLogs, writeLogs } from '#workers/retention/testing/log-indices.ts'
import { finish, plainRun, storedSheet } from '#workers/retention/testing/plain-run.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const mark = randomUUID().slice(0, 8)
const origin = { ip: '127.0.0.1', requestId: 'r' }
const who: Principal = {
  userId: randomUUID(),
  name: 'Ana',
  email: `${mark}@t.test`,
  role: 'data_manager',
  via: 'session',
  scopes: null,
  mustChangePassword: false,
}
const HOUR = 3_600_000
const DAY = 24 * HOUR
const to = Math.floor(Date.now() / 1000) * 1000 - 60 * HOUR
const from = to - DAY
const prefix = `cat-${process.pid}-`
const source = `cat-${mark}`
const [gifts, worth] = [`gifts_${mark}`, `worth_${mark}`]

const event = (family: string, uid: string, at: number, body: LogEvent['body'] = {}): LogEvent => ({ family, uid, at, account: 'A', country: 'KR', body })
const events = [
  event('login_comp', 'a', from + 5),
  event('login_comp', 'A', from + 6),
  event('item_buy', 'a', from + 10, [{ item: 'bow', gift: true }, { item: 'axe' }]),
  event('item_buy', 'a', from + 20, { item: 'bow', gift: true }),
  event('item_buy', 'a', from + DAY + 5, { item: 'sword', gift: true }),
  event('item_buy', 'a', from + 2 * DAY + 5, { item: 'late', gift: true }),
  // The last player's last day is over before it.
  event('item_buy', 'a', from + 3 * DAY, { item: 'later', gift: true }),
]

beforeAll(async () => {
  await db.user.create({ data: { id: who.userId, name: who.name, email: who.email, updatedAt: new Date() } })
  await db.$transaction((tx) => insertSource(tx, { name: source, url, prefix, zone: 'Asia/Seoul', resetHour: 0, insecureTls: false }))
  await writeLogs(client, prefix, { body: 'nested', text: 'keyword', suffix: '' }, events)
})
afterAll(async () => {
  for (const name of [gifts, worth]) await db.metricVersion.deleteMany({ where: { name } })
  await deleteLogs(client, prefix)
  await client.close()
  await db.$disconnect()
})

const window = { fromDay: 0, toDay: 2 }
const request = metricRequest.parse({
  name: gifts,
  label: 'Gifts',
  family: 'item_buy',
  where: [{ field: 'body.gift', equals: true }],
  rule: { kind: 'distinct', field: 'body.item' },
  window,
})
const codeOf = (found: unknown): unknown => (found instanceof Refusal ? found.code : found)

describe('the catalogue', () => {
  it('begins with the nine, as the code has them', async () => {
    const items = (await listMetrics(who)).items.slice(0, 9)
    const plain = items.map(({ version: _v, active: _a, builtIn: _b, author: _w, createdAt: _c, ...metric }) => metric)
    expect(plain).toEqual(defaultMetrics)
    expect(items.every(({ version, active, builtIn, author }) => version === 1 && active && builtIn && author === null)).toBe(true)
  })

  it('takes a metric, keeps every version of it, and leaves rows in the audit', async () => {
    expect(await addMetric(who, request, origin)).toMatchObject({ ...request, version: 1, active: true, builtIn: false, author: 'Ana' })
    expect(await changeMetric(who, gifts, { label: 'Presents' }, origin)).toMatchObject({ label: 'Presents', version: 2, family: 'item_buy' })
    const versions = await loadVersions(who, gifts)
    expect(versions).toMatchObject({ items: [{ version: 2 }, { version: 1, label: 'Gifts' }] })
    const acts = await db.auditEntry.findMany({ where: { object: `metric:${gifts}` }, orderBy: { id: 'asc' } })
    expect(acts.map(({ action }) => action)).toEqual(['metrics.add', 'metrics.change'])
  })

  it.each([
    ['a name that is taken', () => addMetric(who, request, origin), 'metric_exists'],
    ['a name of a column', () => addMetric(who, { ...request, name: 'active_seconds' }, origin), 'metric_name_reserved'],
    ['no days', () => addMetric(who, { ...request, name: worth, window: { fromDay: 2, toDay: 2 } }, origin), 'metric_window_empty'],
    ['a change of one of the nine', () => changeMetric(who, 'friend_add_count', { label: 'x' }, origin), 'metric_built_in'],
    ['switching off what every sheet needs', () => changeMetric(who, 'retention_d1', { active: false }, origin), 'metric_needed'],
    ['a change of nothing', () => changeMetric(who, 'nothing', { active: false }, origin), 'not_found'],
  ])('refuses %s', async (_name, act, code) => {
    expect(codeOf(await act())).toBe(code)
  })

  it.each(['Gifts', '1', 'a b', 'é', ''])('a name is never %j', (name) => {
    expect(metricRequest.safeParse({ ...request, name }).success).toBe(false)
  })
})

const times = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
const ask = (change: object = {}) => analysisRequest.parse({ source, ...times, ...change })

async function analyse(change: object = {}) {
  const started = await startAnalysis(who, ask(change))
  if (started instanceof Refusal) throw new Error(started.code)
  const runId = BigInt(started.run.id)
  await finish(await handle(plainRun(runId)))
  return { started, sheet: await storedSheet(runId), receipt: receipt.parse((await findAnalysis(runId))?.receipt) }
}

describe('an analysis', () => {
  it('has an added metric as a column, in the version that was in use', async () => {
    const { started, sheet, receipt: paid } = await analyse({ metrics: [gifts] })
    expect(started.columns.slice(-2)).toEqual(['retention_d1', gifts])
    expect(sheet.map(({ uid, metrics }) => [uid, metrics])).toEqual([
      ['a', { retention_d1: 0, [gifts]: 2 }],
      ['A', { retention_d1: 0, [gifts]: 0 }],
    ])
    expect(paid.metrics).toEqual([
      { name: 'retention_d1', version: 1 },
      { name: gifts, version: 2 },
    ])
    expect(paid.source.tls).toBe('off')
  })

  it('does not compute what was switched off, and keeps what earlier ones used', async () => {
    const before = await startAnalysis(who, ask({ metrics: [gifts] }))
    await changeMetric(who, gifts, { active: false }, origin)
    expect(codeOf(await startAnalysis(who, ask({ metrics: [gifts] })))).toBe('metric_unknown')
    const whole = await startAnalysis(who, ask())
    expect(whole instanceof Refusal || whole.columns.includes(gifts)).toBe(false)
    if (before instanceof Refusal) throw new Error(before.code)
    expect((await findAnalysis(BigInt(before.run.id)))?.definition).toMatchObject({ metrics: [{ name: 'retention_d1' }, { name: gifts, version: 2 }] })
    await changeMetric(who, gifts, { active: true }, origin)
  })

  it.each([
    [{ from: '2026-10-01T00:00:00' }, 'from', 'time_without_offset'],
    [{ to: '2026-10-01' }, 'to', 'time_without_offset'],
    [{ from: 'yesterday' }, 'from', 'time_malformed'],
    [{ from: '2026-02-30T00:00:00Z' }, 'from', 'time_malformed'],
  ])('a time %j is refused at its field', (change, path, message) => {
    const parsed = analysisRequest.safeParse({ source, ...times, ...change })
    expect(parsed.error?.issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([[path, message]])
  })
})

describe('a try-out', () => {
  it('gives the number, the documents that counted and the query', async () => {
    const found = await tryMetric(who, { source, uid: 'a', metric: gifts }, origin)
    expect(found).toMatchObject({
      firstLogin: new Date(from + 5).toISOString(),
      window: { from: new Date(from + 5).toISOString(), to: new Date(from + 5 + 2 * DAY).toISOString() },
      value: 2,
      reason: null,
      documents: 3,
      items: [{ index: `${prefix}item_buy`, adds: ['bow'] }, { adds: ['bow'] }, { adds: ['sword'] }],
      absentFields: [],
    })
    expect(JSON.stringify(found)).toContain('"body.gift":true')
    expect(JSON.stringify(found)).not.toContain('"document":')
  })

  it('gives the documents themselves where they are asked for, and the audit says so once', async () => {
    const again = { source, uid: 'a', metric: gifts, documents: true }
    const found = await tryMetric(who, again, origin)
    const bow = { country: 'KR', body: [{ item: 'bow', gift: true }, { item: 'axe' }] }
    expect(found).toMatchObject({ value: 2, items: [{ document: bow }, { document: { body: { item: 'bow', gift: true } } }, {}] })
    await tryMetric(who, again, origin)
    const rows = await db.auditEntry.findMany({ where: { action: 'metrics.try', userId: who.userId } })
    expect(rows.map(({ object }) => object)).toEqual(['player:a'])
  })

  it('takes a metric that is not kept, an instant, and tells of fields that nobody has', async () => {
    const metric = metricRequest.parse({ name: worth, label: 'x', family: 'item_buy', where: [{ field: 'body.nothing', equals: 1 }], rule: { kind: 'any' } })
    const at = new Date(from + 5).toISOString()
    expect(await tryMetric(who, { source, uid: 'a', at, metric }, origin)).toMatchObject({ value: 0, documents: 0, absentFields: ['body.nothing'] })
    const missing = { ...metric, family: 'never_logged' }
    expect(await tryMetric(who, { source, uid: 'a', at, metric: missing }, origin)).toMatchObject({ value: null, reason: 'not_collected', query: null })
    const later = { ...metric, where: [], window: { fromDay: 0, toDay: 91 } }
    expect(await tryMetric(who, { source, uid: 'a', at, metric: later }, origin)).toMatchObject({ value: null, reason: 'not_over', documents: 5 })
  })

  it.each([
    [{ source: 'nobody' }, 'source_unknown'],
    [{ metric: 'nothing' }, 'metric_unknown'],
    [{ uid: 'nobody' }, 'player_without_login'],
    [{ from: new Date(to).toISOString() }, 'player_without_login'],
  ])('refuses %j', async (change, code) => {
    expect(codeOf(await tryMetric(who, { source, uid: 'a', metric: gifts, ...change }, origin))).toBe(code)
  })
})

it('an estimate counts logins, players and documents, and learns from past analyses', async () => {
  expect(await estimateAnalysis(who, ask({ metrics: [gifts] }))).toMatchObject({
    logins: 2,
    players: 2,
    playersApproximate: true,
    documents: 6,
    horizon: new Date(from + 5).toISOString(),
    basedOn: expect.any(Number),
    etaMs: expect.any(Number),
  })
  expect(codeOf(await estimateAnalysis(who, ask({ source: 'nobody' })))).toBe('source_unknown')
})

it('a look at the source tells what metrics would meet there', async () => {
  const found = await testSource(who, source, origin, await wantedByMetrics())
  expect(found).toMatchObject({
    found: {
      tls: 'off',
      faults: [],
      fields: { uid: 'uid' },
      families: { item_buy: { nested: true, fields: { 'body.gift': 'body.gift', 'body.item': 'body.item' } } },
    },
  })
})

it('a look at the source tells of a field that cannot be added up, where an analysis would be refused', async () => {
  const bodyFields = (family: string) => (family === 'item_buy' ? [{ name: 'body.item', numeric: true }] : [])
  const found = await testSource(who, source, origin, { families: ['item_buy'], bodyFields, tolerant: true })
  const fault = { family: 'item_buy', code: 'field_not_number', field: 'body.item', types: 'keyword' }
  expect(found).toMatchObject({ found: { faults: [fault], absentFields: [] } })
  const sum = metricRequest.parse({ name: worth, label: 'x', family: 'item_buy', rule: { kind: 'sum', field: 'body.item' } })
  expect(codeOf(await tryMetric(who, { source, uid: 'a', metric: sum }, origin))).toBe('field_not_number')
})

describe("nicknames of the game's own table", () => {
  const table = `nick_${mark}`
  let environmentId = ''
  beforeAll(async () => {
    await db.$executeRawUnsafe(`CREATE TABLE ${table} (id VARCHAR(64) COLLATE utf8mb4_unicode_ci, nick VARCHAR(64))`)
    await db.$executeRawUnsafe(`INSERT INTO ${table} VALUES ('a', 'zoe'), ('a', 'amy'), ('A', NULL), ('b', 'other')`)
    const address = process.env.DATABASE_URL ?? ''
    environmentId = (await db.$transaction((tx) => insertEnvironment(tx, { name: `env-${mark}`, kind: 'test', url: address, tables: [table] }))).id
  })
  afterAll(async () => {
    await db.$executeRawUnsafe(`DROP TABLE ${table}`)
    await db.logSource.updateMany({ where: { name: source }, data: { playerEnvironmentId: null } })
    await db.environment.delete({ where: { id: environmentId } })
  })
  const link = (playerTable: string) =>
    db.logSource.updateMany({
      where: { name: source },
      data: { playerEnvironmentId: environmentId, playerTable, playerUidColumn: 'id', playerNicknameColumn: 'nick' },
    })

  it('are taken of exactly the player asked for, the least of several', async () => {
    await link(table)
    const { sheet, receipt: paid } = await analyse({ metrics: [gifts] })
    expect(sheet.map(({ uid, nickname }) => [uid, nickname])).toEqual([
      ['a', 'amy'],
      ['A', null],
    ])
    expect(paid.nicknames).toEqual({ field: null, table: `${table}.nick`, fromLogs: 0, fromTable: 1, unknown: 1, unread: 0 })
  })

  it('stay unknown where the table cannot be read, and the receipt says so', async () => {
    await link('not_allowed')
    const { sheet, receipt: paid } = await analyse({ metrics: [gifts] })
    expect(sheet.map(({ nickname }) => nickname)).toEqual([null, null])
    expect(paid.nicknames).toMatchObject({ fromTable: 0, unknown: 0, unread: 2 })
  })
})
