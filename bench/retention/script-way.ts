import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, Client as OpenSearch } from '@opensearch-project/opensearch'
import type { SheetRow } from '#core/retention/sheet.ts'

/**
 * The 2025 script, rebuilt from what is known of it: composite pages of 1,000; nine searches a player in msearch requests
 * of up to 1,000 players; a scroll over every index for each player; six at a time; a new connection for every request.
 * Its faults are kept: hit counts are read from a total that is switched off, kills are added up outside the nested
 * path, whoever logs in within the window counts as new, bounds are cut to the second, errors become zeros.
 */
export type ScriptResult = {
  rows: SheetRow[]
  requests: number
  searches: number
  seconds: number
  /** Of how many players the cohort is: more than `rows` when only some were asked for, and then the times and counts are what all would take. */
  players: number
}
type Window = { from: number; to: number }
type Player = { uid: string; account: string; firstMs: number; country: string | null; device: string | null }

const PAGE = 1_000
const BATCH = 1_000
const SMALL_BATCH = 100
const WORKERS = 6
const GAP_MS = 300_000
const DAY_MS = 86_400_000
const SCROLL_PAGE = 10_000
const waits = [1_000, 2_000, 4_000, 8_000]
const cut = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z')

type Meter = { requests: number; searches: number }
type Source = { country?: string; body?: { device_mod?: string } }
type CohortBucket = { key: { auth_id: string; uid: string }; first: { value: number }; earliest: { hits: { hits: { _source: Source }[] } } }

async function cohortOf(client: Client, prefix: string, window: Window, meter: Meter): Promise<Player[]> {
  const players: Player[] = []
  let after: object | undefined
  for (;;) {
    meter.requests++
    const composite = {
      size: PAGE,
      sources: [{ auth_id: { terms: { field: 'auth.id.keyword' } } }, { uid: { terms: { field: 'uid.keyword' } } }],
      ...(after ? { after } : {}),
    }
    const body = {
      size: 0,
      query: { bool: { filter: [{ range: { '@timestamp': { gte: cut(window.from), lt: cut(window.to) } } }] } },
      aggs: {
        users: {
          composite,
          aggs: {
            first: { min: { field: '@timestamp' } },
            earliest: { top_hits: { size: 1, sort: [{ '@timestamp': 'asc' }], _source: ['country', 'body.device_mod'] } },
          },
        },
      },
    }
    const answer = await client.transport.request({ method: 'POST', path: `/${prefix}login_comp/_search`, querystring: { request_cache: 'false' }, body })
    const users = answer.body.aggregations.users as { buckets: CohortBucket[]; after_key?: object }
    for (const { key, first, earliest } of users.buckets) {
      const source = earliest.hits.hits[0]?._source
      players.push({ uid: key.uid, account: key.auth_id, firstMs: first.value, country: source?.country ?? null, device: source?.body?.device_mod ?? null })
    }
    if (!users.after_key || users.buckets.length === 0) return players
    after = users.after_key
  }
}

const inBody = (...conditions: object[]): object => ({ nested: { path: 'body', query: { bool: { must: conditions } } } })
const term = (field: string, value: string | number): object => ({ term: { [field]: value } })

function searchesOf(prefix: string, player: Player): { index: string; body: object }[] {
  const who = { bool: { should: [term('uid.keyword', player.uid), term('auth.id.keyword', player.account)], minimum_should_match: 1 } }
  const [d0, d1, d2] = [0, 1, 2].map((day) => cut(player.firstMs + day * DAY_MS))
  const day = (gte: string | undefined, lt: string | undefined): object => ({ range: { '@timestamp': { gte, lt } } })
  const search = (family: string, ...more: object[]) => ({
    index: `${prefix}${family}`,
    body: { size: 0, track_total_hits: false, query: { bool: { must: [who, day(d0, d1), ...more] } } },
  })
  const kills = search('survival_end')
  return [
    { index: `${prefix}login_comp`, body: { size: 0, track_total_hits: false, query: { bool: { must: [who, day(d1, d2)] } } } },
    search('tutorial_entry', inBody(term('body.action.keyword', 'Start'))),
    search('log_tutorial', inBody(term('body.action_type.keyword', 'Complet'), term('body.stage_type.keyword', 'result'))),
    search('survival_sta'),
    search('survival_end', inBody(term('body.result', 1))),
    { index: kills.index, body: { ...kills.body, aggs: { kills: { sum: { field: 'body.play_stats.monster_kill_cnt' } } } } },
    search('player_kill', inBody(term('body.instigator_uid.keyword', player.uid))),
    search('matching_complete'),
    search('friend', inBody(term('body.oper_type', 0), term('body.friend_type', 0))),
  ]
}

type MsearchItem = { hits?: { total?: { value: number } }; aggregations?: { kills?: { value: number } } }

async function metricsOf(client: Client, prefix: string, batch: readonly Player[], meter: Meter): Promise<number[][]> {
  const lines = batch.flatMap((player) =>
    searchesOf(prefix, player).flatMap(({ index, body }) => [JSON.stringify({ index, request_cache: false }), JSON.stringify(body)]),
  )
  meter.searches += lines.length / 2
  for (const wait of [...waits, 0]) {
    meter.requests++
    try {
      const answer = await client.transport.request({ method: 'POST', path: '/_msearch', bulkBody: `${lines.join('\n')}\n` })
      const items = answer.body.responses as MsearchItem[]
      return batch.map((_, p) =>
        Array.from({ length: 9 }, (_unused, m) => (m === 5 ? items[p * 9 + m]?.aggregations?.kills?.value : items[p * 9 + m]?.hits?.total?.value) ?? 0),
      )
    } catch {
      await sleep(wait)
    }
  }
  return batch.map(() => new Array<number>(9).fill(0))
}

type ScrollPage = { _scroll_id: string; hits: { hits: { _source: { '@timestamp': string } }[] } }

async function activeSeconds(client: Client, prefix: string, player: Player, meter: Meter): Promise<number> {
  const instants: number[] = []
  const body = {
    size: SCROLL_PAGE,
    _source: ['@timestamp'],
    sort: [{ '@timestamp': 'asc' }],
    query: { bool: { must: [term('uid.keyword', player.uid), { range: { '@timestamp': { gte: cut(player.firstMs), lt: cut(player.firstMs + DAY_MS) } } }] } },
  }
  try {
    meter.requests++
    let page = (await client.transport.request({ method: 'POST', path: `/${prefix}*/_search`, querystring: { scroll: '5m' }, body })).body as ScrollPage
    while (page.hits.hits.length > 0) {
      for (const hit of page.hits.hits) instants.push(Date.parse(hit._source['@timestamp']))
      meter.requests++
      page = (await client.transport.request({ method: 'POST', path: '/_search/scroll', body: { scroll: '5m', scroll_id: page._scroll_id } }))
        .body as ScrollPage
    }
    meter.requests++
    await client.transport.request({ method: 'DELETE', path: '/_search/scroll', body: { scroll_id: [page._scroll_id] } })
  } catch {
    return 0
  }
  let sum = 0
  for (let i = 1; i < instants.length; i++) {
    const gap = (instants[i] ?? 0) - (instants[i - 1] ?? 0)
    if (gap <= GAP_MS) sum += gap
  }
  return Math.floor(sum / 1000)
}

async function pooled<T>(tasks: readonly (() => Promise<T>)[], workers: number): Promise<T[]> {
  const results = new Array<T>(tasks.length)
  let next = 0
  const work = async () => {
    for (let i = next++; i < tasks.length; i = next++) results[i] = await (tasks[i] as () => Promise<T>)()
  }
  await Promise.all(Array.from({ length: workers }, work))
  return results
}

function toRow(player: Player, counts: readonly number[], active: number): SheetRow {
  const [d1 = 0, tutorial_entry = 0, tutorial_completed = 0, dungeon_entry_count = 0, dungeon_escape_count = 0] = counts
  const [monster_kill_count = 0, player_kill_count = 0, matching_complete_count = 0, friend_add_count = 0] = counts.slice(5)
  const metrics = {
    tutorial_entry,
    tutorial_completed,
    dungeon_entry_count,
    dungeon_escape_count,
    monster_kill_count,
    player_kill_count,
    matching_complete_count,
    friend_add_count,
  }
  const { uid, account, country, device, firstMs } = player
  return { seq: 0, uid, account, nickname: null, firstMs, country, device, activeSeconds: active, metrics: { retention_d1: d1 > 0 ? 1 : 0, ...metrics } }
}

/** Evenly spread over the list. */
const some = <T>(list: readonly T[], most: number): T[] => list.filter((_, i) => i % Math.ceil(list.length / most) === 0)

/** Asks for no more than `most` players after the cohort, and reckons from them what all would take. */
export async function analyseLikeTheScript(url: string, prefix: string, window: Window, most: number): Promise<ScriptResult> {
  const client = new OpenSearch({ node: url, maxRetries: 3, requestTimeout: 120_000, agent: { keepAlive: false } })
  const meter: Meter = { requests: 1, searches: 0 }
  try {
    const began = performance.now()
    await client.ping()
    const cohort = await cohortOf(client, prefix, window, meter)
    const gathered = performance.now()
    const cohortRequests = meter.requests
    const players = some(cohort, most)
    const size = players.length < BATCH ? SMALL_BATCH : BATCH
    const batches = Array.from({ length: Math.ceil(players.length / size) }, (_, i) => players.slice(i * size, (i + 1) * size))
    const counts = (
      await pooled(
        batches.map((batch) => () => metricsOf(client, prefix, batch, meter)),
        WORKERS,
      )
    ).flat()
    const active = await pooled(
      players.map((player) => () => activeSeconds(client, prefix, player, meter)),
      WORKERS,
    )
    // A uid under two accounts: the last one wins.
    const rows = new Map(players.map((player, i) => [player.uid, toRow(player, counts[i] ?? [], active[i] ?? 0)]))
    const times = cohort.length / Math.max(1, players.length)
    return {
      rows: [...rows.values()],
      requests: Math.round(cohortRequests + (meter.requests - cohortRequests) * times),
      searches: Math.round(meter.searches * times),
      seconds: (gathered - began + (performance.now() - gathered) * times) / 1000,
      players: cohort.length,
    }
  } finally {
    await client.close()
  }
}
