import { afterAll, expect, it } from 'vitest'
import { seeded } from '#core/retention/adversarial.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { loadBreakdown } from '#features/retention/sheet/service.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { analyse } from '#workers/retention/testing/analysis.ts'
import { deleteLogs, writeLogs } from '#workers/retention/testing/log-indices.ts'
import { returningPlayers } from '#workers/retention/testing/returning.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const prefix = `cats-${process.pid}-`
const HOUR = 3_600_000
const to = Math.floor(Date.now() / 1000) * 1000 - 72 * HOUR
const window = { from: to - 14 * 24 * HOUR, to }

afterAll(async () => {
  await deleteLogs(client, prefix)
  await client.close()
  await db.$disconnect()
})

/** In percent, with four digits. */
const percent = (share: number | null | undefined): number => Math.round((share ?? Number.NaN) * 1e6) / 1e4

// The experiment of Cookie Cats as it was published: players of each gate, and of those who came back the day after.
const gates = [
  { country: 'gate_30', players: 44_700, returned: 20_034 },
  { country: 'gate_40', players: 45_489, returned: 20_119 },
]

it('the published counts of Cookie Cats come out, player by player', { timeout: 120_000 }, async () => {
  const rng = seeded(30_40)
  const events = gates.flatMap((gate) => returningPlayers(rng, gate, window))
  await writeLogs(client, prefix, { body: 'object', text: 'keyword', suffix: '', shards: 2 }, events)
  const { runId, summary, receipt } = await analyse({ url, prefix, ...window })
  expect(summary).toMatchObject({ players: 90_189, ripeD1: 90_189, retainedD1: 40_153 })
  expect(percent(summary.rateD1)).toBe(44.521)
  expect(receipt).toMatchObject({ seenBefore: 0, documentsWithoutUid: 0 })

  const byGate = await loadBreakdown(await makePrincipal(), String(runId), 'country')
  if (byGate instanceof Refusal) throw new Error(byGate.code)
  const found = byGate.items.map(({ value, players, retainedD1, rateD1, intervalD1 }) => ({
    gate: value,
    players,
    retainedD1,
    rate: percent(rateD1),
    interval: intervalD1?.map(percent),
  }))
  expect(found).toEqual([
    { gate: 'gate_40', players: 45_489, retainedD1: 20_119, rate: 44.2283, interval: [43.7724, 44.6851] },
    { gate: 'gate_30', players: 44_700, retainedD1: 20_034, rate: 44.8188, interval: [44.3582, 45.2802] },
  ])
})
