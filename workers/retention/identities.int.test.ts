import { afterAll, expect, it } from 'vitest'
import type { LogEvent } from '#core/retention/oracle.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { faultyProxy } from '#server/search/testing/faulty-proxy.ts'
import { analyse, truthOf } from '#workers/retention/testing/analysis.ts'
import { deleteLogs, mappingsOf, writeLogs } from '#workers/retention/testing/log-indices.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const prefix = `first-${process.pid}-`
const HOUR = 3_600_000
const to = Math.floor(Date.now() / 1000) * 1000 - 72 * HOUR
const from = to - 24 * HOUR
const shape = { body: 'nested', text: 'text+keyword', suffix: '' } as const

afterAll(async () => {
  await deleteLogs(client, prefix)
  await client.close()
  await db.$disconnect()
})

const login = (uid: string, at: number, country: string | null, body: object): LogEvent => ({
  family: 'login_comp',
  at,
  uid,
  account: `acc-${uid}`,
  country,
  body: body as Record<string, unknown>,
})

/** From so many players on the index is asked at all. */
const MANY = 20_000

/** A login of each kind of player: those of whom the index tells all, and those of whom it does not. */
const events = [
  ...Array.from({ length: MANY }, (_, i) => login(`plain-${i}`, from + i, 'KR', { device_mod: `device-${i % 3}` })),
  login('plain-0', from + 5 * HOUR, 'US', { device_mod: 'another' }),
  login('nowhere', from + HOUR, null, { device_mod: 'phone' }),
  login('long', from + HOUR, 'KR', { device_mod: 'x'.repeat(300) }),
  login('two', from + HOUR, 'KR', [{ device_mod: 'b' }, { device_mod: 'a' }]),
  login('tie', from + HOUR, 'KR', { device_mod: 'z' }),
  login('tie', from + HOUR, 'JP', { device_mod: 'a' }),
  login('empty', from + HOUR, 'KR', { device_mod: '' }),
]

const notCollected = ['log_tutorial', 'tutorial_entry', 'survival_sta', 'survival_end', 'player_kill', 'matching_complete', 'friend']

/** Analyses through a proxy that counts for how many players' documents were asked. */
async function analyseCounting(source: string) {
  const proxy = await faultyProxy(url)
  const asked: string[] = []
  proxy.decide = ({ path }) =>
    path.startsWith('/_search?')
      ? {
          ask: (body) => {
            if (body.docvalue_fields) asked.push(...(JSON.stringify(body.query).match(/(?:plain|nowhere|long|two|tie|empty)[-\d]*(?=")/g) ?? []))
            return body
          },
        }
      : null
  const input = { url: proxy.url, prefix: source, from, to }
  const found = await analyse(input)
  await proxy.close()
  // An empty text says nothing.
  const truth = truthOf(events, input, found, notCollected).map((row) => ({ ...row, device: row.device || null }))
  expect(found.sheet).toEqual(truth)
  return asked.sort()
}

it('the index tells of first logins, and the documents where it does not tell all', async () => {
  await writeLogs(client, `${prefix}a-`, shape, events)
  expect(await analyseCounting(`${prefix}a-`)).toEqual(['empty', 'long', 'nowhere', 'tie', 'two'])
})

it('the index tells of first logins whose body is an object', async () => {
  await writeLogs(client, `${prefix}c-`, { ...shape, body: 'object' }, events)
  expect(await analyseCounting(`${prefix}c-`)).toEqual(['empty', 'long', 'nowhere', 'tie', 'two'])
})

it('first logins of indices that name what they say by other fields are read from the documents', async () => {
  const day = ({ at }: LogEvent): string => `${prefix}d-login_comp-${at < from + 10_000 ? 1 : 2}`
  const { properties } = mappingsOf(shape) as { properties: object }
  // The same texts under another name: without a text of their own.
  const mappings = { properties: { ...properties, uid: { type: 'text', fields: { keyword: { type: 'keyword' } } }, country: { type: 'keyword' } } }
  await client.transport.request({ method: 'PUT', path: `/${prefix}d-login_comp-1`, body: { settings: { number_of_replicas: 0 }, mappings } })
  await writeLogs(client, `${prefix}d-`, shape, events, day)
  expect(await analyseCounting(`${prefix}d-`)).toHaveLength(new Set(events.map(({ uid }) => uid)).size)
})

it('first logins beside indices of other families whose body is another one', async () => {
  const chat = (uid: string): LogEvent => ({ family: 'chat', at: from, uid, body: { device_mod: 'said' } })
  await writeLogs(client, `${prefix}e-`, { ...shape, body: 'object', shards: 3 }, ['x', 'y', 'z'].map(chat))
  await writeLogs(client, `${prefix}e-`, shape, events)
  const asked = await analyseCounting(`${prefix}e-`)
  // Whether a shard of the chat is asked at all is a matter of luck: then the documents tell.
  expect([5, new Set(events.map(({ uid }) => uid)).size]).toContain(asked.length)
})

it('an index that changes what it is given is not asked', async () => {
  const { properties } = mappingsOf(shape) as { properties: object }
  const mappings = { properties: { ...properties, country: { type: 'keyword', normalizer: 'lowercase' } } }
  await client.transport.request({
    method: 'PUT',
    path: `/${prefix}b-login_comp`,
    body: { settings: { number_of_replicas: 0, refresh_interval: '-1' }, mappings },
  })
  await writeLogs(client, `${prefix}b-`, shape, events)
  expect(await analyseCounting(`${prefix}b-`)).toHaveLength(new Set(events.map(({ uid }) => uid)).size)
})
