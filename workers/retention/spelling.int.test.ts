import { afterAll, describe, expect, it } from 'vitest'
import type { LogEvent } from '#core/retention/oracle.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { executor } from '#server/search/execute.ts'
import { preflight } from '#server/search/preflight.ts'
import { closeSnapshot, openSnapshot } from '#server/search/snapshot.ts'
import { readRows } from '#workers/retention/rows.ts'
import { analyse, truthOf } from '#workers/retention/testing/analysis.ts'
import { deleteLogs, writeLogs } from '#workers/retention/testing/log-indices.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const prefix = `spelling-${process.pid}-`
const HOUR = 3_600_000
const to = Math.floor(Date.now() / 1000) * 1000 - 72 * HOUR
const from = to - 24 * HOUR
const bodies = ['nested', 'object'] as const

afterAll(async () => {
  await deleteLogs(client, prefix)
  await client.close()
  await db.$disconnect()
})

const login = (uid: string): LogEvent => ({ family: 'login_comp', at: from + HOUR, uid, account: `acc-${uid}`, country: 'KR', body: { device_mod: 'phone' } })
const kill = (by: string, minute: number): LogEvent => ({
  ...login('victim'),
  family: 'player_kill',
  at: from + HOUR + minute * 60_000,
  body: { instigator_uid: by },
})
const events = [login('ABC'), login('Def'), kill('ABC', 1), kill('ABC', 2), kill('Def', 3), kill('def', 4), kill('nobody', 5)]

describe.each(bodies)('a subject that its %s index keeps in small letters', (body) => {
  it('is counted as its documents spell it', async () => {
    const source = `${prefix}${body}-`
    await client.transport.request({
      method: 'PUT',
      path: `/${source}player_kill`,
      body: {
        settings: { number_of_replicas: 0, analysis: { normalizer: { small: { type: 'custom', filter: ['lowercase'] } } } },
        mappings: {
          properties: { '@timestamp': { type: 'date' }, body: { type: body, properties: { instigator_uid: { type: 'keyword', normalizer: 'small' } } } },
        },
      },
    })
    await writeLogs(client, source, { body, text: 'text+keyword', suffix: '' }, events)
    const input = { url, prefix: source, from, to }
    const found = await analyse(input)
    const missing = ['log_tutorial', 'tutorial_entry', 'survival_sta', 'survival_end', 'matching_complete', 'friend']
    expect(found.sheet).toEqual(truthOf(events, input, found, missing))
    expect(found.sheet.map(({ uid, metrics }) => [uid, metrics.player_kill_count])).toContainEqual(['ABC', 2])
  })
})

it('a last page that is exactly full is the last one', async () => {
  const source = `${prefix}pages-`
  await writeLogs(client, source, { body: 'nested', text: 'text+keyword', suffix: '' }, events)
  const run = executor(client)
  const snapshot = await openSnapshot(run, source)
  const found = await preflight(client, { prefix: source, snapshot, families: ['player_kill'], bodyFields: () => [] }, run)
  const scan = { run, snapshot, mapping: { uid: found.fields.uid, authId: found.fields.authId, families: found.families } }
  const rows = (size: number) =>
    readRows(scan, { filters: [], intervalMs: 300_000, measures: [] }, { uids: ['ABC', 'Def', 'victim'], range: { from, to } }, size)
  const all = await rows(1_000)
  expect(all.reduce((sum, { documents }) => sum + documents, 0)).toBe(events.length)
  expect(await rows(all.length)).toEqual(all)
  await closeSnapshot(client, snapshot)
})
