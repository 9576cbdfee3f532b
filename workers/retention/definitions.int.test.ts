import { afterAll, describe, expect, it } from 'vitest'
import { adversarialEvents, busyPlayer, seeded } from '#core/retention/adversarial.ts'
import type { IdentityRule } from '#core/retention/definition.ts'
import type { Metric } from '#core/retention/metrics.ts'
import { type LogEvent, oracleSheet } from '#core/retention/oracle.ts'
import { findAnalysis } from '#features/retention/repository.ts'
import { receipt } from '#features/retention/schema.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { handle } from '#workers/retention/analyse.ts'
import { deleteLogs, type LogShape, writeLogs } from '#workers/retention/testing/log-indices.ts'
import { type AnalysisInput, finish, plainRun, prepareAnalysis, storedSheet } from '#workers/retention/testing/plain-run.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const HOUR = 3_600_000
const to = Math.floor(Date.now() / 1000) * 1000 - 30 * HOUR
const from = to - 36 * HOUR
const used: string[] = []
const nested: LogShape = { body: 'nested', text: 'keyword', suffix: '' }
const flat: LogShape = { body: 'object', text: 'text+keyword', suffix: '-2026.11' }

afterAll(async () => {
  for (const prefix of used) await deleteLogs(client, prefix)
  await client.close()
  await db.$disconnect()
})

async function logsOf(name: string, shape: LogShape, events: readonly LogEvent[]): Promise<string> {
  const prefix = `def-${process.pid}-${name}-`
  used.push(prefix)
  await writeLogs(client, prefix, shape, events)
  return prefix
}

async function analyse(input: Omit<AnalysisInput, 'url'>) {
  const runId = await prepareAnalysis({ ...input, url })
  await finish(await handle(plainRun(runId)))
  const row = await findAnalysis(runId)
  const paid = receipt.parse(row?.receipt)
  return { sheet: await storedSheet(runId), receipt: paid, openedAt: Date.parse(paid.snapshotOpenedAt) }
}

const firstDay = { fromDay: 0, toDay: 1 }
const added = (name: string, change: Partial<Metric>): Metric => ({
  name,
  label: name,
  family: 'item_buy',
  where: [],
  rule: { kind: 'documents' },
  subject: null,
  window: firstDay,
  ...change,
})

/** A metric of each rule, with conditions in and out of the body, subjects and windows of several days. */
const also: Metric[] = [
  added('items_bought', {}),
  added('gifts_in_korea', {
    where: [
      { field: 'country', equals: 'KR' },
      { field: 'body.gift', equals: true },
    ],
  }),
  added('bought_sword_later', { rule: { kind: 'any' }, where: [{ field: 'body.item', equals: 'sword' }], window: { fromDay: 1, toDay: 2 } }),
  added('bought_bow_later', { rule: { kind: 'any' }, where: [{ field: 'body.item', equals: 'bow' }], window: { fromDay: 1, toDay: 2 } }),
  added('spent_in_two_days', { rule: { kind: 'sum', field: 'body.price' }, window: { fromDay: 0, toDay: 2 } }),
  added('spent_on_swords_in_korea', {
    rule: { kind: 'sum', field: 'body.price' },
    where: [
      { field: 'body.item', equals: 'sword' },
      { field: 'country', equals: 'KR' },
    ],
  }),
  added('different_items', { rule: { kind: 'distinct', field: 'body.item' } }),
  added('different_gifts_in_two_days', {
    rule: { kind: 'distinct', field: 'body.item' },
    where: [{ field: 'body.gift', equals: true }],
    window: { fromDay: 0, toDay: 2 },
  }),
  added('countries_of_purchases', { rule: { kind: 'distinct', field: 'country' } }),
  added('worth_of_gifts_received', { rule: { kind: 'sum', field: 'body.price' }, subject: 'body.to_uid', where: [{ field: 'body.gift', equals: true }] }),
  added('received_a_bow', { rule: { kind: 'any' }, subject: 'body.to_uid', where: [{ field: 'body.item', equals: 'bow' }] }),
  added('different_things_received', { rule: { kind: 'distinct', field: 'body.item' }, subject: 'body.to_uid' }),
  added('logins_of_a_week', { family: 'login_comp', window: { fromDay: 0, toDay: 7 } }),
]

const patience = { timeout: 120_000 }

describe.each(['uid', 'account', 'either'] as const)('players by %s', (identity: IdentityRule) => {
  it.each([
    ['nested', nested, 101],
    ['flat', flat, 202],
  ] as const)('every column of every player, added metrics as well, equals brute force on %s logs', patience, async (name, shape, seed) => {
    const events = adversarialEvents(seeded(seed), { players: 300, from, to, manyBodies: name === 'nested' })
    const prefix = await logsOf(`${identity}-${name}`, shape, events)
    const found = await analyse({ prefix, from, to, identity, also })
    const expected = oracleSheet(events, { from, to, lookbackFrom: null, openedAt: found.openedAt, missing: [], identity, also, apart: name === 'nested' })
    expect(expected.length).toBeGreaterThan(80)
    expect(found.sheet).toEqual(expected)
    for (const { name: column, window } of also) {
      const values = found.sheet.map((row) => row.metrics[column])
      expect(values.every((value) => value === null)).toBe(window.toDay > 2)
      expect(new Set(values).size).toBeGreaterThan(window.toDay > 2 ? 0 : 1)
    }
    expect(found.receipt).toMatchObject({ identity, documentsWithoutUid: events.filter((event) => event.uid === null).length })
  })

  it('a look-back, another gap and a cap on one session equal brute force', patience, async () => {
    const events = adversarialEvents(seeded(303), { players: 250, from, to, manyBodies: true })
    const prefix = await logsOf(`${identity}-gap`, nested, events)
    for (const [gapMs, sessionCapMs] of [
      [300_000, 600_000],
      [7_000, null],
      [5_400_000, 3_600_000],
    ] as const) {
      const found = await analyse({ prefix, from, to, identity, lookbackDays: 10, activity: { gapMs, sessionCapMs } })
      const lookbackFrom = from - 10 * 24 * HOUR
      const expected = oracleSheet(events, { from, to, lookbackFrom, openedAt: found.openedAt, missing: [], identity, gapMs, sessionCapMs })
      expect(found.sheet).toEqual(expected)
      expect(found.receipt.activity).toEqual({ gapSeconds: gapMs / 1000, sessionCapSeconds: sessionCapMs === null ? null : sessionCapMs / 1000 })
    }
  })
})

const login = (uid: string | null, account: string | null, at: number, more: Partial<LogEvent> = {}): LogEvent => ({
  family: 'login_comp',
  at,
  uid,
  account,
  country: 'KR',
  body: {},
  ...more,
})

describe('who is new', () => {
  const events = [
    login('old', 'A', from - 1),
    login('second', 'A', from + 10), // its account was seen under another uid
    login('u1', 'B', from + 20),
    login('u1', 'C', from + 30), // a second account of u1
    login('u2', 'C', from + 40), // first under an account that u1 had used
    login('tie2', 'D', from + 50),
    login('tie1', 'D', from + 50),
    login('bare', null, from + 60),
    login(null, 'E', from + 70), // nobody: a login without uid
    login('late', 'E', from + 80),
  ]
  it.each([
    ['uid', ['second', 'u1', 'u2', 'tie1', 'tie2', 'bare', 'late']],
    ['account', ['u1/B', 'u1/C', 'tie1/D', 'late/E']],
    ['either', ['u1', 'tie1', 'bare']],
  ] as const)('by %s', async (identity, expected) => {
    const prefix = await logsOf(`new-${identity}`, nested, events)
    const found = await analyse({ prefix, from, to, identity })
    expect(found.sheet.map(({ uid, account }) => (identity === 'account' ? `${uid}/${account}` : uid))).toEqual(expected)
    expect(found.sheet).toEqual(oracleSheet(events, { from, to, lookbackFrom: null, openedAt: found.openedAt, missing: [...FAMILIES], identity }))
    expect(found.receipt.loginsWithoutAccount).toBe(identity === 'uid' ? undefined : 1)
  })
})

const FAMILIES = ['tutorial_entry', 'log_tutorial', 'survival_sta', 'survival_end', 'player_kill', 'matching_complete', 'friend'] as const

it('accounts cannot make players where the logs have none', async () => {
  const prefix = await logsOf('no-accounts', nested, [login('a', null, from)])
  const runId = await prepareAnalysis({ url, prefix, from, to, identity: 'account' })
  await expect(handle(plainRun(runId))).rejects.toMatchObject({ refusal: { code: 'source_no_accounts' } })
})

it('a player with 100,000 events is counted to the last one', patience, async () => {
  const events = [...busyPlayer(seeded(1), 'busy', from + 1, 100_000), login('quiet', 'q', from + 2)]
  const prefix = await logsOf('busy', nested, events)
  const found = await analyse({ prefix, from, to, also })
  expect(found.sheet).toEqual(oracleSheet(events, { from, to, lookbackFrom: null, openedAt: found.openedAt, missing: [], also }))
})

it('logs that never name a player are an honest refusal', async () => {
  const prefix = await logsOf('no-uid', nested, [login(null, 'A', from)])
  const runId = await prepareAnalysis({ url, prefix, from, to })
  await expect(handle(plainRun(runId))).rejects.toMatchObject({ refusal: { code: 'field_missing', params: { field: 'uid' } } })
})

it('a closed index is an honest refusal', async () => {
  const prefix = await logsOf('closed', nested, [login('a', 'A', from), { family: 'friend', at: from, uid: 'a', body: {} }])
  await client.transport.request({ method: 'POST', path: `/${prefix}friend/_close` })
  const runId = await prepareAnalysis({ url, prefix, from, to })
  await expect(handle(plainRun(runId))).rejects.toMatchObject({ refusal: { code: 'source_index_closed', params: { indices: `${prefix}friend` } } })
})

it('an index that may not be read is an honest refusal; one that may not be written is read', async () => {
  const prefix = await logsOf('blocked', nested, [login('a', 'A', from)])
  const block = (name: string, on: boolean | null) =>
    client.transport.request({ method: 'PUT', path: `/${prefix}login_comp/_settings`, body: { index: { [`blocks.${name}`]: on } } })
  await block('write', true)
  expect((await analyse({ prefix, from, to })).sheet).toHaveLength(1)
  await block('read', true)
  const runId = await prepareAnalysis({ url, prefix, from, to })
  await expect(handle(plainRun(runId))).rejects.toMatchObject({ refusal: { code: 'source_index_blocked' } })
  await block('read', null)
})

describe('nicknames', () => {
  const events = [
    login('a', 'A', from, { body: { nickname: 'first' } }),
    login('a', 'A', from + HOUR, { body: { nickname: 'latest' } }),
    login('a', 'A', from + 2 * HOUR),
    login('b', 'B', from + 1, { body: [{ nickname: 'two' }, { nickname: 'one' }] }),
    login('c', 'C', from + 2),
  ]
  it.each([
    ['nested', nested],
    ['flat', { ...flat, body: 'object' }],
  ] as const)('are the latest that %s logs know', async (name, shape) => {
    const prefix = await logsOf(`nick-${name}`, shape, events)
    const found = await analyse({ prefix, from, to, nickname: { field: 'body.nickname', table: null } })
    expect(found.sheet.map((row) => row.nickname)).toEqual(['latest', 'one', null])
    expect(found.receipt.nicknames).toEqual({ field: 'body.nickname', table: null, fromLogs: 2, fromTable: 0, unknown: 1, unread: 0 })
  })
})
