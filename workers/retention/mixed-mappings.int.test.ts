import { afterAll, describe, expect, it } from 'vitest'
import { adversarialEvents, seeded } from '#core/retention/adversarial.ts'
import { identities } from '#core/retention/identity.ts'
import type { Metric } from '#core/retention/metrics.ts'
import { type LogEvent, oracleSheet } from '#core/retention/oracle.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { faultyProxy } from '#server/search/testing/faulty-proxy.ts'
import { type Analysed, analyse, failureOf } from '#workers/retention/testing/analysis.ts'
import { deleteLogs, type LogShape, writeLogs } from '#workers/retention/testing/log-indices.ts'
import type { AnalysisInput } from '#workers/retention/testing/plain-run.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const HOUR = 3_600_000
const to = Math.floor(Date.now() / 1000) * 1000 - 80 * HOUR
const from = to - 36 * HOUR
const window = { from, to }
const root = `mixed-${process.pid}-`
const nested: LogShape = { body: 'nested', text: 'keyword', suffix: '' }
const flat: LogShape = { body: 'object', text: 'keyword', suffix: '' }

afterAll(async () => {
  await deleteLogs(client, root)
  await client.close()
  await db.$disconnect()
})

const ask = (method: string, path: string, body?: object) => client.transport.request({ method, path, ...(body ? { body } : {}) })

const added = (name: string, change: Partial<Metric>): Metric => ({
  name,
  label: name,
  family: 'item_buy',
  where: [],
  rule: { kind: 'documents' },
  subject: null,
  window: { fromDay: 0, toDay: 1 },
  ...change,
})

function truth(events: readonly LogEvent[], input: Pick<AnalysisInput, 'identity'>, found: Analysed, missing: readonly string[], also: readonly Metric[] = []) {
  const openedAt = Date.parse(found.receipt.snapshotOpenedAt)
  const { identity = 'uid' } = input
  return oracleSheet(events, { ...window, lookbackFrom: null, openedAt, missing, identity, also, apart: false })
}

/** Through a cluster that runs scripts, and one that runs none. */
async function bothWays(input: Omit<AnalysisInput, 'url'>): Promise<Analysed[]> {
  const proxy = await faultyProxy(url)
  proxy.decide = ({ path }) =>
    path.startsWith('/_search?') ? { ask: (body) => JSON.parse(JSON.stringify(body).replaceAll('scripted_metric', 'forbidden_metric')) } : null
  const found = [await analyse({ ...input, url }), await analyse({ ...input, url: proxy.url })]
  await proxy.close()
  return found
}

describe.each([
  ['logins flat', (family: string) => (family === 'login_comp' ? flat : nested)],
  ['logins nested', (family: string) => (family === 'login_comp' ? nested : flat)],
  ['every other family flat', (family: string) => (['tutorial_entry', 'survival_end', 'friend', 'item_buy'].includes(family) ? flat : nested)],
] as const)('a source with the bodies of %s and the others not', (name, shapeOf) => {
  it.each(identities)('every column of every player equals brute force, players by %s', async (identity) => {
    const prefix = `${root}${name.replaceAll(' ', '')}-${identity}-`
    const events = adversarialEvents(seeded(name.length * 31), { players: 150, ...window, manyBodies: false })
    for (const shape of [nested, flat])
      await writeLogs(
        client,
        prefix,
        shape,
        events.filter(({ family }) => shapeOf(family) === shape),
      )
    const also = [
      added('things_bought', { rule: { kind: 'distinct', field: 'body.item' } }),
      added('spent', { rule: { kind: 'sum', field: 'body.price' }, where: [{ field: 'body.gift', equals: true }] }),
    ]
    for (const found of await bothWays({ prefix, ...window, identity, also, nickname: { field: 'body.device_mod', table: null } })) {
      const names = new Map(found.sheet.map(({ uid, nickname }) => [uid, nickname]))
      expect([...names.values()].filter((one) => one !== null).length).toBeGreaterThan(20)
      expect(found.sheet.map((row) => ({ ...row, nickname: null }))).toEqual(truth(events, { identity }, found, [], also))
    }
  })
})

const login = (uid: string, account: string, at: number): LogEvent => ({ family: 'login_comp', at, uid, account, country: 'KR', body: { device_mod: 'x' } })
const bought = (uid: string, account: string, at: number, body: Record<string, unknown>): LogEvent => ({ family: 'item_buy', at, uid, account, body })
const rest = ['tutorial_entry', 'log_tutorial', 'survival_sta', 'survival_end', 'player_kill', 'matching_complete', 'friend']
const events = [login('a', 'acc-A', from), bought('a', 'acc-A', from + 1, { item: 'bow', price: 3 }), bought('b', 'acc-A', from + 2, { item: 'axe', price: 4 })]

describe('accounts that another family of logs has under another name', () => {
  it.each([
    ['texts with keywords', 'text+keyword'],
    ['texts alone', 'text'],
  ] as const)('%s', async (_name, kind) => {
    const prefix = `${root}accounts-${kind.replace('+', '-')}-`
    await writeLogs(client, prefix, nested, [login('a', 'acc-A', from)])
    const keyword = { keyword: { type: 'keyword' } }
    await ask('PUT', `/${prefix}item_buy`, {
      mappings: {
        properties: {
          '@timestamp': { type: 'date' },
          uid: { type: 'keyword' },
          auth: { properties: { id: { type: 'text', ...(kind === 'text' ? {} : { fields: keyword }) } } },
          body: { type: 'nested', properties: { item: { type: 'keyword' } } },
        },
      },
    })
    await writeLogs(client, prefix, nested, events.slice(1))
    const both = [added('items', {}), added('different', { rule: { kind: 'distinct', field: 'body.item' } })]
    const code =
      kind === 'text' ? { code: 'field_not_exact', field: 'auth.id', type: 'text' } : { code: 'field_type_clash', field: 'auth.id', types: 'keyword, text' }
    for (const identity of ['account', 'either'] as const)
      for (const one of both) expect(await failureOf({ url, prefix, ...window, identity, also: [one] })).toEqual(code)
    // By uid nobody is looked for by account; how many a uid has cannot be counted then.
    const found = await analyse({ url, prefix, ...window, also: both })
    expect(found.receipt.severalAccounts).toBe(null)
    expect(found.sheet.map(({ metrics }) => [metrics.items, metrics.different])).toEqual([[1, 1]])
  })
})

it('two columns that ask the same yes or no tell it alike, and rightly', async () => {
  const prefix = `${root}twice-`
  const log = [
    login('z', 'Z', from),
    login('a', 'A', from + HOUR),
    // Of one UTC day: what meets the condition is of the first 24 hours, what is of the second day does not meet it.
    bought('a', 'A', from + 25 * HOUR - 1, { item: 'bow' }),
    bought('a', 'A', from + 25 * HOUR, { item: 'axe' }),
  ]
  await writeLogs(client, prefix, nested, log)
  const asked = { rule: { kind: 'any' }, where: [{ field: 'body.item', equals: 'bow' }], window: { fromDay: 1, toDay: 2 } } as const
  const also = [added('bow_later', asked), added('bow_later_again', asked)]
  for (const identity of identities)
    for (const found of await bothWays({ prefix, ...window, identity, also })) {
      expect(found.sheet).toEqual(truth(log, { identity }, found, rest, also))
      expect(found.sheet.map(({ metrics }) => [metrics.bow_later, metrics.bow_later_again])).toEqual([
        [0, 0],
        [0, 0],
      ])
    }
})

it('an index of no known family whose body is an object troubles nobody', async () => {
  const prefix = `${root}chat-`
  const log = adversarialEvents(seeded(9), { players: 100, ...window, manyBodies: true })
  const said = log.slice(0, 50).map((event): LogEvent => ({ ...event, family: 'chat', body: { item: 'said' } }))
  await writeLogs(client, prefix, nested, log)
  await writeLogs(client, prefix, { ...flat, shards: 5 }, said)
  for (const found of await bothWays({ prefix, ...window })) {
    const openedAt = Date.parse(found.receipt.snapshotOpenedAt)
    expect(found.sheet).toEqual(oracleSheet([...log, ...said], { ...window, lookbackFrom: null, openedAt, missing: [] }))
  }
})

it('a field below other nested objects than the body is refused: a condition on it would meet nothing', async () => {
  const prefix = `${root}deeper-`
  await writeLogs(client, prefix, nested, [login('a', 'A', from)])
  const stats = { type: 'nested', properties: { monster_kill_cnt: { type: 'long' } } }
  await ask('PUT', `/${prefix}survival_end`, {
    mappings: { properties: { '@timestamp': { type: 'date' }, uid: { type: 'keyword' }, body: { type: 'nested', properties: { play_stats: stats } } } },
  })
  await writeLogs(client, prefix, nested, [{ family: 'survival_end', at: from + 1, uid: 'a', body: { result: 1, play_stats: { monster_kill_cnt: 7 } } }])
  expect(await failureOf({ url, prefix, ...window })).toEqual({
    code: 'field_nested',
    field: 'body.play_stats.monster_kill_cnt',
    path: 'body.play_stats',
    type: 'nested',
  })
})

it.each(['false', 'object'])('a field that its index does not look at (%s) is refused: a condition on it would meet nothing', async (dynamic) => {
  const prefix = `${root}hidden-${dynamic}-`
  await writeLogs(client, prefix, nested, [login('a', 'A', from)])
  const own = { '@timestamp': { type: 'date' }, uid: { type: 'keyword' } }
  const first = dynamic === 'object' ? { properties: { ...own, body: { type: 'object', enabled: false } } } : { dynamic, properties: own }
  // An index beside it knows the field: what the first one holds would be missing in the sum.
  await ask('PUT', `/${prefix}survival_end-1`, { mappings: first })
  const result = { type: 'long' }
  if (dynamic !== 'object') await ask('PUT', `/${prefix}survival_end-2`, { mappings: { properties: { ...own, body: { properties: { result } } } } })
  const end: LogEvent = { family: 'survival_end', at: from + 1, uid: 'a', body: { result: 1, play_stats: { monster_kill_cnt: 7 } } }
  await writeLogs(client, prefix, flat, [end], () => `${prefix}survival_end-1`)
  expect(await failureOf({ url, prefix, ...window })).toEqual({
    code: 'field_hidden',
    field: 'body.result',
    index: `${prefix}survival_end-1`,
    type: 'dynamic: false',
  })
})

it('a document of several players is refused where the documents are read', async () => {
  const prefix = `${root}several-`
  const [first, other] = [login('a', 'A', from), login('b', 'B', from)]
  await writeLogs(client, prefix, nested, [first, other])
  const document = { '@timestamp': new Date(from + 25 * HOUR).toISOString(), uid: ['b', 'a'], body: { item: 'bow' } }
  await ask('PUT', `/${prefix}item_buy`, {
    mappings: { properties: { uid: { type: 'keyword' }, body: { type: 'nested', properties: { item: { type: 'keyword' } } } } },
  })
  await ask('POST', `/${prefix}item_buy/_doc?refresh=true`, document)
  const also = [added('things', { rule: { kind: 'distinct', field: 'body.item' }, window: { fromDay: 1, toDay: 2 } })]
  expect(await failureOf({ url, prefix, ...window, also })).toMatchObject({ code: 'answer_incomplete', detail: expect.stringContaining('2 values of uid') })
})

it.each(['nested', 'object'] as const)('players whom %s bodies name by numbers beyond 2^53 are refused: two of them would look like one', async (body) => {
  const prefix = `${root}large-${body}-`
  await writeLogs(client, prefix, { ...nested, body }, [login('9007199254740993', 'A', from), login('9007199254740992', 'B', from)])
  await ask('PUT', `/${prefix}player_kill`, {
    mappings: {
      properties: { '@timestamp': { type: 'date' }, uid: { type: 'keyword' }, body: { type: body, properties: { instigator_uid: { type: 'long' } } } },
    },
  })
  const document = `{"@timestamp":${from + 1},"uid":"x","body":{"instigator_uid":9007199254740993}}`
  const lines = `{"index":{"_index":"${prefix}player_kill"}}\n${document}\n`
  await client.transport.request({ method: 'POST', path: '/_bulk', querystring: { refresh: 'true' }, bulkBody: lines })
  expect(await failureOf({ url, prefix, ...window })).toEqual({ code: 'field_not_exact', field: 'body.instigator_uid', type: 'long' })
})

it('amounts of money are added up as they were written, whatever the index rounds them to', async () => {
  const prefix = `${root}money-`
  const prices = [4.99, 4.99, 4.99, 0.1, 0.2, 19.99, 1_234_567.89]
  const log = [login('a', 'A', from), ...prices.map((price, i) => bought('a', 'A', from + i * 60_000, { price, item: i % 2 ? 'bow' : 'axe' }))]
  // Dynamic mapping makes floats of them, of seven digits.
  await writeLogs(client, prefix, nested, log)
  const also = [
    added('spent', { rule: { kind: 'sum', field: 'body.price' } }),
    added('spent_on_bows', { rule: { kind: 'sum', field: 'body.price' }, where: [{ field: 'body.item', equals: 'bow' }] }),
  ]
  for (const identity of identities)
    for (const found of await bothWays({ prefix, ...window, identity, also }))
      expect(found.sheet.map(({ metrics }) => [metrics.spent, metrics.spent_on_bows])).toEqual([[1_234_603.15, 25.08]])
})

it('pages of the cohort that end between accounts, none and some, lose nobody', async () => {
  const prefix = `${root}pages-`
  const log = Array.from({ length: 2_000 }, (_, i): LogEvent[] => {
    const uid = `p${String(i % 1_000).padStart(4, '0')}`
    const at = from + i * 1_000
    return [
      { family: 'login_comp', at, uid, account: i % 3 === 0 ? null : `acc-${i % 7}`, country: 'KR', body: {} },
      { family: 'login_comp', at: at + 5, uid, account: i % 2 === 0 ? null : `acc-${i % 5}`, country: 'JP', body: {} },
    ]
  }).flat()
  await writeLogs(client, prefix, flat, log)
  await ask('PUT', '/_cluster/settings', { transient: { 'search.max_buckets': 700 } })
  try {
    for (const identity of identities) {
      const found = await analyse({ url, prefix, ...window, identity })
      expect(found.sheet.length).toBeGreaterThan(0)
      expect(found.sheet).toEqual(truth(log, { identity }, found, rest))
    }
  } finally {
    await ask('PUT', '/_cluster/settings', { transient: { 'search.max_buckets': null } })
  }
})
