import { Client } from '@opensearch-project/opensearch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunFailure } from '#core/shared/refusal.ts'
import { openSearch, type SearchClient } from '#server/search/client.ts'
import { ChunkTooBig, SnapshotLost } from '#server/search/errors.ts'
import { type Executor, executor } from '#server/search/execute.ts'
import { preflight } from '#server/search/preflight.ts'
import { closeSnapshot, onSnapshot, openSnapshot } from '#server/search/snapshot.ts'
import { type FaultyProxy, faultyProxy } from '#server/search/testing/faulty-proxy.ts'

const target = process.env.OPENSEARCH_URL ?? ''
const prefix = `exec-${process.pid}-`
const everything = { size: 0 }
let proxy: FaultyProxy
let client: SearchClient

beforeAll(async () => {
  proxy = await faultyProxy(target)
  client = openSearch({ url: proxy.url })
  const direct = openSearch({ url: target })
  await direct.transport.request({ method: 'PUT', path: `/${prefix}a`, body: { settings: { number_of_shards: 1, number_of_replicas: 0 } } })
  for (const n of [1, 2, 3]) await direct.transport.request({ method: 'POST', path: `/${prefix}a/_doc`, querystring: { refresh: 'true' }, body: { n } })
  await direct.close()
})

afterAll(async () => {
  proxy.decide = () => null
  await client.transport.request({ method: 'DELETE', path: `/${prefix}*` })
  await client.close()
  await proxy.close()
})

const patient = (): Executor => executor(client, { firstWaitMs: 1 })
const search = (run: Executor) => run.search(everything, `${prefix}*`)
/** The first `times` requests from now on meet the fault. */
function breakNext(times: number, fault: ReturnType<FaultyProxy['decide']>): void {
  const from = proxy.count()
  proxy.decide = ({ number }) => (number < from + times ? fault : null)
}
const reason = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof RunFailure ? error.refusal.code : error),
  )
const error = (type: string, status: number) => ({
  answer: status,
  body: { error: { type: 'search_phase_execution_exception', root_cause: [], caused_by: { type, reason: 'said so' } }, status },
})

it('counts requests, bytes and documents', async () => {
  breakNext(0, null)
  const run = patient()
  expect((await search(run)).total).toBe(3)
  expect(run.stats).toMatchObject({ requests: 1, documents: 3 })
  expect(run.stats.bytes).toBeGreaterThan(100)
})

describe('an answer with status 200 that is not complete', () => {
  const incomplete: [string, (body: Record<string, unknown>) => Record<string, unknown>][] = [
    ['a shard failed', (body) => ({ ...body, _shards: { total: 1, successful: 0, skipped: 0, failed: 1 } })],
    ['a shard is not there', (body) => ({ ...body, _shards: { total: 2, successful: 1, skipped: 0, failed: 0 } })],
    ['a shard is not there, and another one was skipped', (body) => ({ ...body, _shards: { total: 9, successful: 8, skipped: 1, failed: 0 } })],
    ['it timed out', (body) => ({ ...body, timed_out: true })],
    ['it ended early', (body) => ({ ...body, terminated_early: true })],
    ['the total is a guess', (body) => ({ ...body, hits: { total: { value: 3, relation: 'gte' }, hits: [] } })],
  ]
  it.each(incomplete)('is asked for again and then refused: %s', async (_name, change) => {
    breakNext(99, { change })
    expect(await reason(search(patient()))).toBe('answer_incomplete')
    breakNext(1, { change })
    expect((await search(patient())).total).toBe(3)
  })
})

it('where a complete answer says that it ended early, as those of OpenSearch 3 do, hits are counted from then on', async () => {
  proxy.decide = ({ says }) => (says('post_filter') ? null : { change: (body) => ({ ...body, terminated_early: true }) })
  const run = patient()
  const most = () => run.search({ size: 0, aggs: { most: { max: { field: 'n' } } } }, `${prefix}*`)
  for (const { total, aggregations } of [...(await Promise.all([most(), most()])), await most()]) {
    expect([total, aggregations.most]).toMatchObject([3, { value: 3 }])
  }
  // Both of the first were asked again at once, the third was asked as it should be.
  expect([run.stats.requests, run.pressed()]).toEqual([5, 0])
})

it('an answer is complete where a shard was skipped because it holds nothing of the range', async () => {
  const direct = openSearch({ url: target })
  const days = `${prefix.replace('exec', 'skip')}day-`
  for (const day of ['2026-01-01', '2026-01-02'])
    await direct.transport.request({ method: 'POST', path: `/${days}${day}/_doc`, querystring: { refresh: 'true' }, body: { '@timestamp': day } })
  const body = { size: 0, query: { range: { '@timestamp': { gte: '2026-01-02' } } } }
  const querystring = { pre_filter_shard_size: '1' }
  const plain = await direct.transport.request({ method: 'POST', path: `/${days}*/_search`, querystring, body })
  expect(plain.body._shards).toEqual({ total: 2, successful: 2, skipped: 1, failed: 0 })
  expect((await executor(direct, { query: querystring }).search(body, `${days}*`)).total).toBe(1)
  await direct.transport.request({ method: 'DELETE', path: `/${days}*` })
  await direct.close()
})

describe('what passes is waited for', () => {
  it.each([
    ['a full queue', error('opensearch_rejected_execution_exception', 429)],
    ['a node that starts', error('no_shard_available_action_exception', 503)],
    ['a gateway', { answer: 502, body: {} }],
    ['a broken connection', { reset: true } as const],
    ['a connection that breaks in the middle of the answer', { half: 'then reset' } as const],
    ['an answer that ends in the middle', { half: 'as if whole' } as const],
    ["a gateway's page for 503", { answer: 503, body: '<html><body>Service Unavailable</body></html>' }],
  ])('%s', async (_name, fault) => {
    breakNext(2, fault)
    const run = patient()
    expect((await search(run)).total).toBe(3)
    expect(run.stats.requests).toBe(3)
  })

  it('but not for ever', async () => {
    breakNext(99, error('opensearch_rejected_execution_exception', 429))
    expect(await reason(search(patient()))).toBe('cluster_busy')
    const twice = () => search(executor(client, { firstWaitMs: 1, attempts: 2 }))
    breakNext(99, { reset: true })
    expect(await reason(twice())).toBe('source_unreachable')
    breakNext(99, { half: 'then reset' })
    expect(await reason(twice())).toBe('source_unreachable')
    breakNext(99, { half: 'as if whole' })
    expect(await reason(twice())).toBe('source_not_opensearch')
  })

  it('a slow answer within the time-out; one beyond it asks for less, and then there is no reaching the cluster', async () => {
    const impatient = new Client({ node: proxy.url, maxRetries: 0, requestTimeout: 300 })
    const ask = (attempts: number) => search(executor(impatient, { firstWaitMs: 1, attempts }))
    breakNext(1, { lateMs: 100 })
    expect((await ask(1)).total).toBe(3)
    const before = proxy.hungUp()
    breakNext(99, { hold: true })
    await expect(ask(2)).rejects.toBeInstanceOf(ChunkTooBig)
    await expect.poll(() => proxy.hungUp()).toBe(before + 2)
    expect(await reason(ask(1))).toBe('source_unreachable')
    await impatient.close()
  })
})

it.each([
  ['too many buckets', 503, 'too_many_buckets_exception'],
  ['too many clauses', 500, 'too_many_nested_clauses'],
])('asks for less: %s', async (_name, status, type) => {
  breakNext(1, error(type, status))
  await expect(search(patient())).rejects.toBeInstanceOf(ChunkTooBig)
})

it('asks for less when memory runs short twice', async () => {
  breakNext(2, error('circuit_breaking_exception', 429))
  await expect(search(patient())).rejects.toBeInstanceOf(ChunkTooBig)
})

it("does not take a load balancer's page for an answer", async () => {
  breakNext(99, { answer: 200, body: '<html><body>Sign in to the network</body></html>' })
  expect(await reason(search(patient()))).toBe('answer_incomplete')
})

it.each([
  [401, 'source_unauthorized'],
  [403, 'source_unauthorized'],
  [400, 'cluster_refused'],
])('gives up at once at status %i', async (status, code) => {
  breakNext(1, { answer: status, body: { error: { type: 'x', reason: 'no' }, status } })
  const run = patient()
  expect(await reason(search(run))).toBe(code)
  expect(run.stats.requests).toBe(1)
})

it('knows a snapshot that is gone', async () => {
  breakNext(0, null)
  const run = patient()
  const snapshot = await openSnapshot(run, prefix)
  expect((await run.search({ ...onSnapshot(snapshot), size: 0 })).total).toBe(3)
  await closeSnapshot(client, snapshot)
  await expect(run.search({ ...onSnapshot(snapshot), size: 0 })).rejects.toBeInstanceOf(SnapshotLost)
})

it('an abort hangs up, so that the cluster stops as well', async () => {
  breakNext(99, { hold: true })
  const aborter = new AbortController()
  const before = proxy.hungUp()
  const asked = proxy.count()
  const waiting = search(executor(client, { signal: aborter.signal }))
  await expect.poll(() => proxy.count()).toBe(asked + 1)
  aborter.abort(new Error('cancelled'))
  await expect(waiting).rejects.toThrow('cancelled')
  await expect.poll(() => proxy.hungUp()).toBe(before + 1)
})

describe('a source that cannot be asked', () => {
  it('is not there', async () => {
    const nobody = openSearch({ url: 'http://127.0.0.1:9' })
    expect(await reason(preflight(nobody, { prefix }))).toBe('source_unreachable')
    await nobody.close()
  })

  it.each([
    ['JSON of something else', { hello: 'world' }],
    ["a load balancer's page", '<html><body>It works!</body></html>'],
  ])('is no OpenSearch: %s', async (_name, body) => {
    breakNext(99, { answer: 200, body })
    expect(await reason(preflight(client, { prefix }))).toBe('source_not_opensearch')
  })
})
