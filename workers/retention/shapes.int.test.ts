import { afterAll, describe, expect, it } from 'vitest'
import { adversarialEvents, seeded } from '#core/retention/adversarial.ts'
import type { LogEvent } from '#core/retention/oracle.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { faultyProxy } from '#server/search/testing/faulty-proxy.ts'
import { analyse, failureOf, truthOf } from '#workers/retention/testing/analysis.ts'
import { deleteLogs, documentOf, type LogShape, mappingsOf, writeLogs } from '#workers/retention/testing/log-indices.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const HOUR = 3_600_000
const DAY = 24 * HOUR
const to = Math.floor(Date.now() / 1000) * 1000 - 30 * HOUR
const from = to - 36 * HOUR
const window = { from, to }
const nested: LogShape = { body: 'nested', text: 'keyword', suffix: '' }
const root = `shapes-${process.pid}-`

afterAll(async () => {
  await client.transport.request({ method: 'DELETE', path: `/_data_stream/${root}*` }, { ignore: [404] })
  await client.transport.request({ method: 'DELETE', path: `/_index_template/${root}streams` }, { ignore: [404] })
  await deleteLogs(client, root)
  await client.close()
  await db.$disconnect()
})

const eventsOf = (seed: number, players: number, shape: LogShape = nested): LogEvent[] =>
  adversarialEvents(seeded(seed), { players, from, to, manyBodies: shape.body === 'nested' })
const ask = (method: string, path: string, body?: object) => client.transport.request({ method, path, ...(body ? { body } : {}) })

const shapes: (LogShape & { name: string })[] = [
  { name: 'nested-keyword', body: 'nested', text: 'keyword', suffix: '', shards: 5 },
  { name: 'nested-text', body: 'nested', text: 'text+keyword', suffix: '', shards: 5 },
  { name: 'object-keyword', body: 'object', text: 'keyword', suffix: '', shards: 5 },
  { name: 'object-text', body: 'object', text: 'text+keyword', suffix: '', shards: 5 },
]

describe.each(shapes)('on $name logs of five shards', (shape) => {
  it('every column of every player equals brute force', async () => {
    const prefix = `${root}${shape.name}-`
    const events = eventsOf(shape.name.length * 104_729, 300, shape)
    await writeLogs(client, prefix, shape, events)
    const found = await analyse({ url, prefix, ...window })
    expect(found.sheet.length).toBeGreaterThan(120)
    expect(found.sheet).toEqual(truthOf(events, window, found))
    expect(found.receipt.shards).toBe(5 * new Set(events.map(({ family }) => family)).size)
  })
})

describe('what the indices of a source may be called', () => {
  it('prefixes that begin alike stay apart', async () => {
    const names = ['', 'live-', 'live2-'].map((name) => `${root}p-${name}`)
    const events = names.map((_, i) => eventsOf(i + 21, 60))
    for (const [i, prefix] of names.entries()) await writeLogs(client, prefix, nested, events[i] ?? [])
    for (const [i, prefix] of names.entries()) {
      const found = await analyse({ url, prefix, ...window })
      expect(found.sheet).toEqual(truthOf(events[i] ?? [], window, found))
      expect(found.receipt.indices.every(({ name }) => name.startsWith(prefix))).toBe(true)
    }
  })

  it('one index a day, and two shapes of date', async () => {
    const prefix = `${root}dated-`
    const events = eventsOf(31, 120)
    const dated = ({ family, at }: LogEvent): string => {
      const day = new Date(at).toISOString().slice(0, at < from ? 7 : 10)
      if (family === 'login_comp') return `${prefix}${family}-${day.replaceAll('-', '.')}`
      return family === 'friend' ? `${prefix}${family}_${day.replaceAll('-', '')}` : `${prefix}${family}`
    }
    await writeLogs(client, prefix, nested, events, dated)
    const found = await analyse({ url, prefix, ...window })
    expect(found.sheet).toEqual(truthOf(events, window, found))
    expect(found.receipt.indices.filter(({ name }) => name.includes('-login_comp-')).length).toBeGreaterThan(3)
  })

  it('an alias that has the name, of an index that has another', async () => {
    const prefix = `${root}alias-`
    const events = eventsOf(32, 100)
    const elsewhere = ({ family }: LogEvent): string => (family === 'login_comp' || family === 'friend' ? `${root}archive7-${family}` : `${prefix}${family}`)
    await writeLogs(client, prefix, nested, events, elsewhere)
    await ask('POST', `/${root}archive7-*/_refresh`)
    await ask('POST', '/_aliases', {
      actions: ['login_comp', 'friend'].map((family) => ({ add: { index: `${root}archive7-${family}`, alias: `${prefix}${family}` } })),
    })
    const found = await analyse({ url, prefix, ...window })
    expect(found.sheet).toEqual(truthOf(events, window, found))
  })

  it('data streams', async () => {
    const prefix = `${root}stream-`
    const events = eventsOf(33, 100)
    await ask('PUT', `/_index_template/${root}streams`, {
      index_patterns: [`${prefix}*`],
      data_stream: {},
      template: { settings: { number_of_shards: 1, number_of_replicas: 0 }, mappings: mappingsOf(nested) },
    })
    const lines = events.flatMap((event) => [JSON.stringify({ create: { _index: `${prefix}${event.family}` } }), JSON.stringify(documentOf(event))])
    const answer = await client.transport.request({ method: 'POST', path: '/_bulk', querystring: { refresh: 'true' }, bulkBody: `${lines.join('\n')}\n` })
    expect(answer.body.errors).toBe(false)
    const found = await analyse({ url, prefix, ...window })
    expect(found.sheet).toEqual(truthOf(events, window, found))
  })
})

it('an index that never saw a body, beside one that has it nested', async () => {
  const prefix = `${root}bodiless-`
  const events = eventsOf(34, 80)
  const before = ({ at }: LogEvent): boolean => at < from + 12 * HOUR
  const mixed = events.map((event): LogEvent => {
    if (!before(event)) return event
    const { body: _, ...rest } = event
    return rest
  })
  const bare = {
    mappings: { properties: { '@timestamp': { type: 'date' } }, dynamic_templates: [{ s: { match_mapping_type: 'string', mapping: { type: 'keyword' } } }] },
  }
  for (const family of new Set(events.filter(before).map((event) => event.family))) await ask('PUT', `/${prefix}${family}-1`, bare)
  await writeLogs(client, prefix, nested, mixed, (event) => `${prefix}${event.family}-${before(event) ? 1 : 2}`)
  const found = await analyse({ url, prefix, ...window })
  expect(found.sheet).toEqual(truthOf(mixed, window, found))
})

describe('indices that change', () => {
  it('what is created and written while the analysis runs is not in its sheet', async () => {
    const prefix = `${root}young-`
    const events = eventsOf(41, 120)
    const known = events.filter(({ family }) => family !== 'friend')
    const late: LogEvent[] = [
      ...events.filter(({ family }) => family === 'friend'),
      ...known.filter(({ family }) => family === 'login_comp').map((event) => ({ ...event, uid: `${event.uid}-late` })),
    ]
    await writeLogs(client, prefix, nested, known)
    const proxy = await faultyProxy(url)
    let written = false
    proxy.decide = async ({ path }) => {
      if (written || !path.startsWith('/_search?')) return null
      written = true
      await writeLogs(client, prefix, nested, late)
      return null
    }
    const found = await analyse({ url: proxy.url, prefix, ...window })
    await proxy.close()
    expect(written).toBe(true)
    expect(found.sheet).toEqual(truthOf(known, window, found, ['friend']))
  })

  it('a read-only index is read', async () => {
    const prefix = `${root}readonly-`
    const events = eventsOf(42, 100)
    await writeLogs(client, prefix, nested, events)
    await ask('PUT', `/${prefix}*/_settings`, { index: { 'blocks.write': true } })
    await ask('PUT', `/${prefix}login_comp/_settings`, { index: { 'blocks.read_only': true } })
    const found = await analyse({ url, prefix, ...window })
    await ask('PUT', `/${prefix}login_comp/_settings`, { index: { 'blocks.read_only': false } })
    expect(found.sheet).toEqual(truthOf(events, window, found))
  })

  it('a closed one is no missing one: who was seen before, and what was counted, would be wrong in silence', async () => {
    const prefix = `${root}closed-`
    const events: LogEvent[] = [
      { family: 'login_comp', at: from - 40 * DAY, uid: 'old', body: {} },
      { family: 'login_comp', at: from, uid: 'old', body: {} },
      { family: 'login_comp', at: from, uid: 'new', body: {} },
    ]
    await writeLogs(client, prefix, nested, events, ({ at }) => `${prefix}login_comp-${at < from ? 'old.7' : 'new.8'}`.replace(/(old|new)\./, '2026.'))
    await ask('POST', `/${prefix}login_comp-2026.7/_close`)
    expect(await failureOf({ url, prefix, ...window })).toEqual({ code: 'source_index_closed', indices: `${prefix}login_comp-2026.7` })
  })

  it('one that is closed on the way ends the analysis', async () => {
    const prefix = `${root}closing-`
    await writeLogs(client, prefix, nested, eventsOf(43, 60))
    const proxy = await faultyProxy(url)
    let asked = 0
    proxy.decide = async ({ path }) => {
      if (path.startsWith('/_search?') && ++asked === 4) await ask('POST', `/${prefix}survival_end/_close`)
      return null
    }
    expect(await failureOf({ url: proxy.url, prefix, ...window })).toEqual({ code: 'source_index_closed', indices: `${prefix}survival_end` })
    await proxy.close()
  })

  it('one that is deleted on the way ends the analysis', async () => {
    const prefix = `${root}deleted-`
    await writeLogs(client, prefix, nested, eventsOf(44, 60))
    const proxy = await faultyProxy(url)
    let asked = 0
    proxy.decide = async ({ path }) => {
      if (path.startsWith('/_search?') && ++asked === 4) await ask('DELETE', `/${prefix}survival_end`)
      return null
    }
    expect(await failureOf({ url: proxy.url, prefix, ...window })).toEqual({ code: 'source_index_gone', index: `${prefix}survival_end` })
    await proxy.close()
  })
})
