import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adversarialEvents, seeded } from '#core/retention/adversarial.ts'
import type { LogEvent } from '#core/retention/oracle.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { type Fault, type FaultyProxy, faultyProxy, type ProxyCall } from '#server/search/testing/faulty-proxy.ts'
import { analyse, failureOf, truthOf } from '#workers/retention/testing/analysis.ts'
import { deleteLogs, type LogShape, writeLogs } from '#workers/retention/testing/log-indices.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const HOUR = 3_600_000
const to = Math.floor(Date.now() / 1000) * 1000 - 30 * HOUR
const from = to - 36 * HOUR
const window = { from, to }
const shape: LogShape = { body: 'nested', text: 'keyword', suffix: '', shards: 2 }
const root = `broken-${process.pid}-`
const prefix = `${root}logs-`
const events = adversarialEvents(seeded(77), { players: 100, from, to, manyBodies: true })
let proxy: FaultyProxy

beforeAll(async () => {
  proxy = await faultyProxy(url)
  await writeLogs(client, prefix, shape, events)
  // `type` is a keyword in all other indices: grouping by it fails on the shards of this one.
  await ask('PUT', `/${prefix}chat`, { mappings: { properties: { '@timestamp': { type: 'date' }, type: { type: 'text' } } } })
  await ask('POST', `/${prefix}chat/_doc?refresh=true`, { '@timestamp': new Date(from).toISOString(), type: 'chat' })
})

afterAll(async () => {
  await proxy.close()
  await deleteLogs(client, root)
  await client.close()
  await db.$disconnect()
})

async function ask(method: string, path: string, body?: object): Promise<void> {
  await client.transport.request({ method, path, ...(body ? { body } : {}) })
}
const isSearch = ({ path }: ProxyCall): boolean => path.startsWith('/_search?')
const error = (status: number, type: string): Fault => ({
  answer: status,
  body: { error: { type: 'search_phase_execution_exception', root_cause: [], caused_by: { type, reason: 'said so' } }, status },
})
const shards = (found: object): Fault => ({ change: (body) => ({ ...body, _shards: { total: 9, successful: 9, skipped: 0, failed: 0, ...found } }) })
const page = '<html><body>Bad gateway</body></html>'
/** As if the cluster ran no scripts: it refuses what it does not know. */
const withoutScripts: Fault = { ask: (body) => JSON.parse(JSON.stringify(body).replaceAll('scripted_metric', 'forbidden_metric')) }

/** From the fourth search on: the source was looked at, the players are there, their days are read. */
function fromFourthSearch(fault: Fault): FaultyProxy['decide'] {
  let asked = 0
  return (call) => (isSearch(call) && ++asked > 3 ? fault : null)
}

describe('what passes changes no number', () => {
  const passing: Record<string, Fault> = {
    'a full queue': error(429, 'opensearch_rejected_execution_exception'),
    'memory that runs short': error(429, 'circuit_breaking_exception'),
    'a cancelled task': error(500, 'task_cancelled_exception'),
    'a shard that moves': error(503, 'no_shard_available_action_exception'),
    'a page of a gateway': { answer: 502, body: page },
    'a reset': { reset: true },
    'a reset in the middle of the answer': { half: 'then reset' },
    'an answer cut short': { half: 'as if whole' },
    'a time-out in the cluster': { change: (body) => ({ ...body, timed_out: true }) },
    'an early end': { change: (body) => ({ ...body, terminated_early: true }) },
    'a failed shard': shards({ successful: 8, failed: 1 }),
    'a shard that did not answer': shards({ successful: 8 }),
    'a late answer': { lateMs: 400 },
  }

  it('a cluster that allows far fewer groups than usual', async () => {
    const limit = (most: number | null) => ask('PUT', '/_cluster/settings', { transient: { 'search.max_buckets': most } })
    await limit(4_000)
    try {
      proxy.decide = (call) => (isSearch(call) ? withoutScripts : null)
      const found = await analyse({ url: proxy.url, prefix, from, to })
      expect(found.sheet).toEqual(truthOf(events, window, found))
      expect(found.receipt.measured?.byGroups).toBe(1)
    } finally {
      await limit(null)
    }
  })

  it('each of them once or more, on the way to one sheet', async () => {
    const names = Object.keys(passing)
    const met = new Map<string, number>()
    // Searches run side by side. One that met a fault is left alone from then on: what passes does not meet the same search three times.
    const spared = new Set<string>()
    proxy.decide = (call) => {
      const name = names[met.size]
      if (!isSearch(call) || name === undefined || spared.has(call.body.toString())) return null
      spared.add(call.body.toString())
      met.set(name, call.number)
      return passing[name] as Fault
    }
    const found = await analyse({ url: proxy.url, prefix, ...window })
    expect([...met.keys()]).toEqual(names)
    expect(found.sheet).toEqual(truthOf(events, window, found))
  })
})

describe('what stays ends the analysis with its reason, and nothing of it is shown', () => {
  it.each<[string, Fault, Record<string, unknown>]>([
    ['time-outs in the cluster', { change: (body) => ({ ...body, timed_out: true }) }, { code: 'answer_incomplete', detail: 'timed_out' }],
    ['early ends', { change: (body) => ({ ...body, terminated_early: true }) }, { code: 'answer_incomplete', detail: 'terminated_early' }],
    ['a failed shard', shards({ successful: 8, failed: 1 }), { code: 'answer_incomplete', detail: '1 of 9 shards failed' }],
    ['a shard that does not answer', shards({ successful: 8 }), { code: 'answer_incomplete', detail: '8 of 9 shards answered' }],
    ['a page of HTML', { answer: 200, body: page }, { code: 'answer_incomplete', detail: 'unreadable' }],
    ['a password that was changed', { answer: 401, body: 'Unauthorized' }, { code: 'source_unauthorized', status: 401 }],
    ['a right that was taken', error(403, 'security_exception'), { code: 'source_unauthorized', status: 403 }],
    ['a refused request', error(400, 'parsing_exception'), { code: 'cluster_refused', status: 400, detail: expect.stringContaining('search_phase_execution') }],
    [
      'documents that vanish',
      { change: (body) => ({ ...body, hits: { total: { value: 1e6, relation: 'eq' }, hits: [] } }) },
      { code: 'answer_incomplete', detail: expect.stringContaining('1000000') },
    ],
    ['buckets beyond the limit', error(503, 'too_many_buckets_exception'), { code: 'cluster_refused', status: 503, detail: expect.any(String) }],
  ])('%s', async (_name, fault, expected) => {
    proxy.decide = fromFourthSearch(fault)
    expect(await failureOf({ url: proxy.url, prefix, ...window })).toEqual(expected)
  })

  it('a cluster that allows fewer groups than a page holds', async () => {
    const limit = (most: number | null) => ask('PUT', '/_cluster/settings', { transient: { 'search.max_buckets': most } })
    proxy.decide = () => null
    await limit(500)
    const failed = failureOf({ url, prefix, ...window })
    await failed.finally(() => limit(null))
    expect(await failed).toEqual({ code: 'cluster_refused', status: expect.any(Number), detail: expect.stringContaining('500') })
  })

  it.each([
    ['a shard that really fails', false, { code: 'cluster_refused', status: 400, detail: expect.stringContaining('search_phase_execution') }],
    ['one that fails where partial answers are let through', true, { code: 'answer_incomplete', detail: expect.stringMatching(/^1 of \d+ shards failed$/) }],
  ])('%s', async (_name, partial, expected) => {
    let asked = 0
    proxy.decide = (call) => {
      if (!isSearch(call) || ++asked < 4) return null
      const failing: Fault = { ask: (body) => ({ ...body, query: { match_all: {} }, aggs: { clash: { terms: { field: 'type' } } } }) }
      return partial ? { ...failing, path: (path) => path.replace('allow_partial_search_results=false', 'allow_partial_search_results=true') } : failing
    }
    expect(await failureOf({ url: proxy.url, prefix, ...window })).toEqual(expected)
  })

  it.each([
    ['uid', 'long', 'keyword, long'],
    ['@timestamp', 'long', 'date, long'],
    ['body', 'object', 'nested, object'],
  ])('%s that one dated index maps as %s', async (field, type, types) => {
    proxy.decide = () => null
    const own = `${root}clash-${field.replace('@', '')}-`
    await writeLogs(client, own, { ...shape, shards: 1, suffix: '-2026.11.20' }, [{ family: 'login_comp', at: from, uid: 'a', body: { device_mod: 'x' } }])
    const inner = { properties: { device_mod: { type: 'keyword' } } }
    const properties = {
      '@timestamp': { type: 'date' },
      uid: { type: 'keyword' },
      body: { type: 'nested', ...inner },
      [field]: { type, ...(field === 'body' ? inner : {}) },
    }
    await ask('PUT', `/${own}login_comp-2026.11.21`, { mappings: { properties } })
    expect(await failureOf({ url, prefix: own, ...window })).toEqual({ code: 'field_type_clash', field, types })
  })
})

describe('a snapshot that is lost', () => {
  const dropAll = () => ask('DELETE', '/_search/point_in_time/_all')

  it('is followed by one new one: the sheet is that of the second, and of the first there is nothing left', async () => {
    const own = `${root}again-`
    await writeLogs(client, own, shape, events)
    // Who was new is old now, and others are new: a row of both snapshots would show.
    const players = [...new Set(events.flatMap(({ family, uid }) => (family === 'login_comp' && uid !== null ? [uid] : [])))]
    const later: LogEvent[] = [
      ...players.filter((_, i) => i % 3 === 0).map((uid): LogEvent => ({ family: 'login_comp', at: from - HOUR, uid, body: {} })),
      ...players.filter((_, i) => i % 3 === 1).map((uid): LogEvent => ({ family: 'login_comp', at: from + HOUR, uid: `${uid}-too`, body: {} })),
      ...events.filter(({ family }) => family === 'friend' || family === 'survival_end').map((event) => ({ ...event, at: event.at + 60_000 })),
    ]
    let asked = 0
    proxy.decide = async (call) => {
      if (!isSearch(call) || ++asked !== 6) return null
      await writeLogs(client, own, shape, later)
      await dropAll()
      return null
    }
    const found = await analyse({ url: proxy.url, prefix: own, ...window })
    expect(found.run.logs).toContain('snapshot_lost')
    const all = truthOf([...events, ...later], window, found)
    expect(found.sheet).toEqual(all)
    expect(all).not.toEqual(truthOf(events, window, found))
  })

  it('again and again ends the analysis', async () => {
    let opened = 0
    let asked = 0
    proxy.decide = async (call) => {
      if (call.path.includes('/_search/point_in_time') && call.method === 'POST') {
        opened++
        asked = 0
      }
      // After the third search on each snapshot the players are there, and their days are read.
      if (isSearch(call) && ++asked === 4) await dropAll()
      return null
    }
    expect(await failureOf({ url: proxy.url, prefix, ...window })).toEqual({ code: 'snapshot_lost' })
    expect(opened).toBe(3)
  })
})
