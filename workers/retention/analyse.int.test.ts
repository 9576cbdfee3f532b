import { afterAll, describe, expect, it } from 'vitest'
import { adversarialEvents, seeded } from '#core/retention/adversarial.ts'
import { type LogEvent, oracleSheet } from '#core/retention/oracle.ts'
import { sampleRank } from '#core/retention/sampling.ts'
import { findAnalysis } from '#features/retention/repository.ts'
import { receipt, summary } from '#features/retention/schema.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { type Fault, faultyProxy } from '#server/search/testing/faulty-proxy.ts'
import { handle } from '#workers/retention/analyse.ts'
import { deleteLogs, type LogShape, writeLogs } from '#workers/retention/testing/log-indices.ts'
import { type AnalysisInput, finish, plainRun, prepareAnalysis, storedSheet } from '#workers/retention/testing/plain-run.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const HOUR = 3_600_000
// A window that ends 30 hours ago: the later half of its players have a day 1 that is not over.
const to = Math.floor(Date.now() / 1000) * 1000 - 30 * HOUR
const from = to - 36 * HOUR
const used: string[] = []

afterAll(async () => {
  for (const prefix of used) await deleteLogs(client, prefix)
  await client.close()
  await db.$disconnect()
})

const newPrefix = (name: string): string => {
  const prefix = `ret-${process.pid}-${name}-`
  used.push(prefix)
  return prefix
}

async function analyse(input: Omit<AnalysisInput, 'url'>) {
  const runId = await prepareAnalysis({ ...input, url })
  const outcome = await handle(plainRun(runId))
  await finish(outcome)
  const row = await findAnalysis(runId)
  const stored = { summary: summary.parse(row?.summary), receipt: receipt.parse(row?.receipt) }
  return { runId, sheet: await storedSheet(runId), ...stored }
}

const openedAt = (found: { receipt: { snapshotOpenedAt: string } }): number => Date.parse(found.receipt.snapshotOpenedAt)

const shapes: (LogShape & { name: string })[] = [
  { name: 'nested-keyword', body: 'nested', text: 'keyword', suffix: '' },
  { name: 'nested-text', body: 'nested', text: 'text+keyword', suffix: '-2026.11' },
  { name: 'object-keyword', body: 'object', text: 'keyword', suffix: '' },
  { name: 'object-text', body: 'object', text: 'text+keyword', suffix: '' },
]

describe.each(shapes)('on $name logs', (shape) => {
  it('every column of every player equals brute force', async () => {
    const prefix = newPrefix(shape.name)
    const events = adversarialEvents(seeded(shape.name.length * 7919), { players: 600, from, to, manyBodies: shape.body === 'nested' })
    await writeLogs(client, prefix, shape, events)
    const found = await analyse({ prefix, from, to })
    const expected = oracleSheet(events, { from, to, lookbackFrom: null, openedAt: openedAt(found), missing: [] })
    expect(expected.length).toBeGreaterThan(200)
    expect(found.sheet).toEqual(expected)
    expect(found.summary.players).toBe(expected.length)
    expect(found.summary.retainedD1).toBe(expected.filter((row) => row.metrics.retention_d1 === 1).length)
    expect(found.summary.ripeD1).toBe(expected.filter((row) => row.metrics.retention_d1 !== null).length)
    expect(found.receipt.indices.reduce((sum, index) => sum + index.documents, 0)).toBe(events.length)
    expect(found.receipt.documentsWithoutUid).toBe(events.filter((event) => event.uid === null).length)
  })
})

it('a look-back makes players new who were away for longer, and is printed as the horizon', async () => {
  const prefix = newPrefix('lookback')
  const events = adversarialEvents(seeded(5), { players: 300, from, to, manyBodies: true })
  await writeLogs(client, prefix, { body: 'nested', text: 'keyword', suffix: '' }, events)
  const found = await analyse({ prefix, from, to, lookbackDays: 10 })
  const lookbackFrom = from - 10 * 24 * HOUR
  expect(found.sheet).toEqual(oracleSheet(events, { from, to, lookbackFrom, openedAt: openedAt(found), missing: [] }))
  expect(found.receipt.horizon).toBe(new Date(lookbackFrom).toISOString())
})

it('a sample holds the players of least hash, and says of how many', async () => {
  const prefix = newPrefix('sample')
  const events = adversarialEvents(seeded(6), { players: 300, from, to, manyBodies: true })
  await writeLogs(client, prefix, { body: 'nested', text: 'keyword', suffix: '' }, events)
  const found = await analyse({ prefix, from, to, sample: 40 })
  const all = oracleSheet(events, { from, to, lookbackFrom: null, openedAt: openedAt(found), missing: [] })
  const chosen = new Set([...all].sort((a, b) => sampleRank(a.uid) - sampleRank(b.uid)).slice(0, 40))
  expect(found.sheet).toEqual(all.filter((row) => chosen.has(row)).map((row, seq) => ({ ...row, seq })))
  expect(found.summary).toMatchObject({ players: 40, sampledFrom: all.length })
})

it('a family without an index is empty, not 0; an empty one is 0', async () => {
  const prefix = newPrefix('missing')
  const all = adversarialEvents(seeded(7), { players: 120, from, to, manyBodies: true })
  const events = all.filter((event) => event.family !== 'friend' && event.family !== 'survival_end' && event.family !== 'player_kill')
  const kill: LogEvent = { family: 'player_kill', at: from - 90 * 24 * HOUR, uid: null, body: {} }
  await writeLogs(client, prefix, { body: 'nested', text: 'keyword', suffix: '' }, [...events, kill])
  const found = await analyse({ prefix, from, to })
  expect(found.sheet).toEqual(oracleSheet(events, { from, to, lookbackFrom: null, openedAt: openedAt(found), missing: ['friend', 'survival_end'] }))
  expect(found.receipt.notCollected).toEqual(['survival_end', 'friend'])
})

it('a window without logins is an empty sheet with rates unknown', async () => {
  const prefix = newPrefix('empty')
  await writeLogs(client, prefix, { body: 'nested', text: 'keyword', suffix: '' }, [{ family: 'login_comp', at: from - 1, uid: 'a', body: {} }])
  const found = await analyse({ prefix, from, to })
  expect(found.sheet).toEqual([])
  expect(found.summary).toMatchObject({ players: 0, rateD1: null, intervalD1: null, activeMinutesMean: null })
})

it('goes on from the last step, and starts over when the snapshot is gone', async () => {
  const prefix = newPrefix('resume')
  const events = adversarialEvents(seeded(8), { players: 200, from, to, manyBodies: true })
  await writeLogs(client, prefix, { body: 'nested', text: 'keyword', suffix: '' }, events)
  const runId = await prepareAnalysis({ url, prefix, from, to })
  const stopped = plainRun(runId)
  stopped.afterStep = async (name) => {
    if (name === 'cohort/0') throw new Error('the worker died here')
  }
  await expect(handle(stopped)).rejects.toThrow('the worker died here')
  await client.transport.request({ method: 'DELETE', path: '/_search/point_in_time/_all' })
  const resumed = plainRun(runId, stopped.memos)
  await finish(await handle(resumed))
  expect(resumed.logs).toEqual(['snapshot_lost'])
  const row = await findAnalysis(runId)
  const opened = Date.parse(receipt.parse(row?.receipt).snapshotOpenedAt)
  expect(await storedSheet(runId)).toEqual(oracleSheet(events, { from, to, lookbackFrom: null, openedAt: opened, missing: [] }))
  expect(await db.columnBlock.count({ where: { runId, name: { startsWith: 'cohort/' } } })).toBe(0)
})

describe('refuses', () => {
  const login: LogEvent = { family: 'login_comp', at: from, uid: 'a', body: {} }
  const keyword: LogShape = { body: 'nested', text: 'keyword', suffix: '' }
  const codeOf = (input: Omit<AnalysisInput, 'url'>, address = url) =>
    prepareAnalysis({ ...input, url: address })
      .then((runId) => handle(plainRun(runId)))
      .then(
        () => 'done',
        (error) => error.refusal?.code ?? error,
      )

  it('a prefix without indices', async () => {
    expect(await codeOf({ prefix: `nobody-${process.pid}-`, from, to })).toBe('source_no_indices')
  })

  it('a source without logins', async () => {
    const prefix = newPrefix('nologin')
    await writeLogs(client, prefix, keyword, [{ ...login, family: 'friend' }])
    expect(await codeOf({ prefix, from, to })).toBe('source_no_logins')
  })

  it('a player id that is text here and a number there', async () => {
    const prefix = newPrefix('clash')
    await writeLogs(client, prefix, keyword, [login])
    await client.transport.request({
      method: 'PUT',
      path: `/${prefix}friend`,
      body: { mappings: { properties: { '@timestamp': { type: 'date' }, uid: { type: 'long' } } } },
    })
    expect(await codeOf({ prefix, from, to })).toBe('field_type_clash')
  })

  it('kills that are not numbers', async () => {
    const prefix = newPrefix('number')
    await writeLogs(client, prefix, keyword, [login, { family: 'survival_end', at: from, uid: 'a', body: { play_stats: { monster_kill_cnt: 'many' } } }])
    expect(await codeOf({ prefix, from, to })).toBe('field_not_number')
  })
})

it('faults on the way change no number', async () => {
  const prefix = newPrefix('faults')
  const events = adversarialEvents(seeded(9), { players: 150, from, to, manyBodies: true })
  await writeLogs(client, prefix, { body: 'nested', text: 'keyword', suffix: '' }, events)
  const proxy = await faultyProxy(url)
  const rng = seeded(10)
  const met = new Map<string, number>()
  const faults: Record<string, Fault> = {
    busy: { answer: 429, body: { error: { type: 'opensearch_rejected_execution_exception' }, status: 429 } },
    buckets: { answer: 503, body: { error: { type: 'search_phase_execution_exception', caused_by: { type: 'too_many_buckets_exception' } }, status: 503 } },
    reset: { reset: true },
    shard: { change: (body) => ({ ...body, _shards: { total: 9, successful: 8, skipped: 0, failed: 1 } }) },
  }
  // Three incomplete answers in a row would fail the run, and a request for one player cannot be made smaller.
  const most: Record<string, number> = { busy: 9, buckets: 3, reset: 9, shard: 2 }
  proxy.decide = ({ path, bytes }) => {
    if (!path.startsWith('/_search?') || bytes < 1_000 || rng() > 0.4) return null
    const name = Object.keys(faults)[Math.floor(rng() * 4)] as string
    const times = met.get(name) ?? 0
    if (times >= (most[name] ?? 0)) return null
    met.set(name, times + 1)
    return faults[name] as Fault
  }
  const runId = await prepareAnalysis({ url: proxy.url, prefix, from, to })
  await finish(await handle(plainRun(runId)))
  await proxy.close()
  const row = await findAnalysis(runId)
  const opened = Date.parse(receipt.parse(row?.receipt).snapshotOpenedAt)
  expect(await storedSheet(runId)).toEqual(oracleSheet(events, { from, to, lookbackFrom: null, openedAt: opened, missing: [] }))
  expect(met.size).toBe(4)
})
