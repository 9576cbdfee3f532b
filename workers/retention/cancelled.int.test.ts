import { afterAll, expect, it } from 'vitest'
import type { LogEvent } from '#core/retention/oracle.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { faultyProxy } from '#server/search/testing/faulty-proxy.ts'
import { Interrupted, type Interruption } from '#workers/interrupted.ts'
import { handle } from '#workers/retention/analyse.ts'
import { deleteLogs, writeLogs } from '#workers/retention/testing/log-indices.ts'
import { plainRun, prepareAnalysis } from '#workers/retention/testing/plain-run.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const prefix = `cancelled-${process.pid}-`
const HOUR = 3_600_000
const to = Math.floor(Date.now() / 1000) * 1000 - 72 * HOUR
const from = to - 24 * HOUR
const LOGINS = 30_000

afterAll(async () => {
  await deleteLogs(client, prefix)
  await client.close()
  await db.$disconnect()
})

const ask = async (path: string) => (await client.transport.request({ method: 'GET', path })).body

/** Searches that the cluster works on for an index of ours. */
async function searchesUnderWay(): Promise<number> {
  const { tasks } = (await ask('/_tasks?actions=*search*&detailed=true&group_by=none')) as { tasks: { action: string; description?: string }[] }
  return tasks.filter(({ action, description }) => action.startsWith('indices:data/read/search') && description?.includes(prefix)).length
}

async function snapshotsOpen(): Promise<number> {
  const { indices } = (await ask(`/${prefix}*/_stats/search`)) as { indices: Record<string, { total: { search: { point_in_time_current: number } } }> }
  return Object.values(indices).reduce((sum, { total }) => sum + total.search.point_in_time_current, 0)
}

// Slow, in steps of thousands of documents between which the cluster looks whether it should stop.
const slow = {
  script: {
    script: { lang: 'painless', source: 'long sum = 0; for (int i = 0; i < params.rounds; i++) { sum += i % 7 } return sum >= 0', params: { rounds: 20_000 } },
  },
}

async function interruptedWhileSearching(why: Interruption): Promise<void> {
  const proxy = await faultyProxy(url)
  const aborter = new AbortController()
  const runId = await prepareAnalysis({ url: proxy.url, prefix, from, to })
  const run = plainRun(runId)
  run.signal = aborter.signal
  let asked = 0
  // From when the snapshot is kept: then the players are looked for.
  proxy.decide = ({ path }) => {
    if (!path.startsWith('/_search?') || !run.memos.has('snapshot')) return null
    asked++
    return { ask: (body) => ({ ...body, query: { bool: { filter: [body.query, slow] } } }) }
  }
  const over = handle(run).catch((error: unknown) => error)
  await expect.poll(async () => (asked === 0 ? 0 : searchesUnderWay()), { timeout: 20_000 }).toBeGreaterThan(0)
  expect(await snapshotsOpen()).toBeGreaterThan(0)
  aborter.abort(new Interrupted(why))
  expect(await over).toMatchObject({ name: 'Interrupted', why })
  await expect.poll(searchesUnderWay, { timeout: 15_000 }).toBe(0)
  await proxy.close()
}

it('a cancel in the middle of a slow search frees the cluster; a pause keeps the snapshot for later', async () => {
  const logins = Array.from({ length: LOGINS }, (_, i): LogEvent => ({ family: 'login_comp', at: from + i, uid: `p${i}`, body: {} }))
  await writeLogs(client, prefix, { body: 'object', text: 'keyword', suffix: '' }, logins)
  await interruptedWhileSearching('cancel')
  await expect.poll(snapshotsOpen, { timeout: 5_000 }).toBe(0)
  await interruptedWhileSearching('pause')
  expect(await snapshotsOpen()).toBe(1)
  await client.transport.request({ method: 'DELETE', path: '/_search/point_in_time/_all' })
})
