import { afterAll, expect, it } from 'vitest'
import { adversarialEvents, seeded } from '#core/retention/adversarial.ts'
import { TOO_MANY_INSTANTS } from '#core/retention/queries/instants.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { type Fault, faultyProxy, type ProxyCall } from '#server/search/testing/faulty-proxy.ts'
import { analyse, truthOf } from '#workers/retention/testing/analysis.ts'
import { deleteLogs, writeLogs } from '#workers/retention/testing/log-indices.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const HOUR = 3_600_000
const to = Math.floor(Date.now() / 1000) * 1000 - 30 * HOUR
const window = { from: to - 36 * HOUR, to }
const prefix = `instants-${process.pid}-`
const events = adversarialEvents(seeded(77), { players: 200, ...window, manyBodies: true })
const written = writeLogs(client, prefix, { body: 'nested', text: 'keyword', suffix: '', shards: 2 }, events)

afterAll(async () => {
  await deleteLogs(client, prefix)
  await client.close()
  await db.$disconnect()
})

/** Analyses through a proxy; answers what was asked for and how often: by scripts, and as groups of five minutes. */
async function analyseWith(decide: (call: ProxyCall) => Fault | null) {
  await written
  const proxy = await faultyProxy(url)
  const asked = { scripts: 0, groups: 0 }
  proxy.decide = (call) => {
    if (call.says('scripted_metric')) asked.scripts++
    if (call.says('"300s"')) asked.groups++
    return decide(call)
  }
  const found = await analyse({ url: proxy.url, prefix, ...window })
  await proxy.close()
  expect(found.sheet.length).toBeGreaterThan(80)
  expect(found.sheet).toEqual(truthOf(events, window, found))
  return asked
}

const refusal = (reason: string): Fault => ({
  answer: 400,
  body: { error: { type: 'search_phase_execution_exception', root_cause: [{ type: 'illegal_argument_exception', reason }] }, status: 400 },
})

it('measures by scripts where the cluster runs them', async () => {
  const asked = await analyseWith(() => null)
  expect(asked.scripts).toBeGreaterThan(4)
  expect(asked.groups).toBe(0)
})

it('measures by groups where it runs none', async () => {
  const asked = await analyseWith((call) => (call.says('scripted_metric') ? refusal('cannot execute [inline] scripts') : null))
  expect(asked.groups).toBeGreaterThan(0)
})

it('asks for fewer players where a shard finds too many instants', async () => {
  let left = 5
  const asked = await analyseWith((call) => (call.says('scripted_metric') && left-- > 0 ? refusal(TOO_MANY_INSTANTS) : null))
  expect(left).toBeLessThan(0)
  expect(asked.groups).toBe(0)
})

it('measures by groups what is left when no request is small enough', async () => {
  const asked = await analyseWith((call) => (call.says('scripted_metric') && call.says('reverse_nested') ? refusal(TOO_MANY_INSTANTS) : null))
  expect(asked.groups).toBeGreaterThan(0)
})
