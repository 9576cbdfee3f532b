import { afterAll, expect, it } from 'vitest'
import { adversarialEvents, seeded } from '#core/retention/adversarial.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { analyse, truthOf } from '#workers/retention/testing/analysis.ts'
import { sqlSheet } from '#workers/retention/testing/duckdb-sheet.ts'
import { deleteLogs, writeLogs } from '#workers/retention/testing/log-indices.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const root = `second-${process.pid}-`
const to = Math.floor(Date.now() / 1000) * 1000 - 30 * 3_600_000
const window = { from: to - 36 * 3_600_000, to }

afterAll(async () => {
  await deleteLogs(client, root)
  await client.close()
  await db.$disconnect()
})

it.each([101, 202, 303])('plain SQL over the events of seed %i says the same', async (seed) => {
  const prefix = `${root}${seed}-`
  const events = adversarialEvents(seeded(seed), { players: 250, ...window, manyBodies: true })
  await writeLogs(client, prefix, { body: 'nested', text: 'keyword', suffix: '', shards: 2 }, events)
  const found = await analyse({ url, prefix, ...window })
  const sql = await sqlSheet(events, { ...window, openedAt: Date.parse(found.receipt.snapshotOpenedAt) })
  expect(sql.length).toBeGreaterThan(100)
  expect(found.sheet).toEqual(sql)
  expect(sql).toEqual(truthOf(events, window, found))
})
