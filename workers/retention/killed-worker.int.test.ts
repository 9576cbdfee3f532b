import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, expect, it } from 'vitest'
import { adversarialEvents, seeded } from '#core/retention/adversarial.ts'
import { oracleSheet } from '#core/retention/oracle.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { insertSource } from '#features/gamelog/repository.ts'
import { loadAnalysis, startAnalysis } from '#features/retention/service.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { faultyProxy } from '#server/search/testing/faulty-proxy.ts'
import { deleteLogs, writeLogs } from '#workers/retention/testing/log-indices.ts'
import { storedSheet } from '#workers/retention/testing/plain-run.ts'
import { kill, makePrincipal, spawnWorker, waitFor } from '#workers/testing/harness.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const prefix = `killed-${process.pid}-`
const HOUR = 3_600_000
const to = Math.floor(Date.now() / 1000) * 1000 - 60 * HOUR
const from = to - 24 * HOUR
const workers: ChildProcess[] = []

afterAll(async () => {
  await Promise.all(workers.map(kill))
  await deleteLogs(client, prefix)
  await client.close()
  await db.$disconnect()
})

async function startWorker(): Promise<ChildProcess> {
  const child = await spawnWorker('workers/main.ts')
  workers.push(child)
  return child
}

it('an analysis whose worker is killed in the middle goes on in another one, and its sheet is right', { timeout: 60_000 }, async () => {
  const events = adversarialEvents(seeded(11), { players: 150, from, to, manyBodies: true })
  await writeLogs(client, prefix, { body: 'nested', text: 'keyword', suffix: '' }, events)
  const proxy = await faultyProxy(url)
  const source = `killed-${randomUUID()}`
  await db.$transaction((tx) => insertSource(tx, { name: source, url: proxy.url, prefix, zone: 'Asia/Seoul', resetHour: 0, insecureTls: false }))
  const who = await makePrincipal()
  const started = await startAnalysis(who, { source, from: new Date(from).toISOString(), to: new Date(to).toISOString() })
  if (started instanceof Refusal) throw new Error(started.code)
  const { id } = started.run

  // The players' pass never gets an answer: that is where the first worker dies.
  // Before it come the source, the count of its logins, the cohort and who was seen before.
  let searches = 0
  proxy.decide = ({ path }) => (path.startsWith('/_search?') && ++searches > 4 ? { hold: true } : null)
  const first = await startWorker()
  await waitFor(id, (run) => run.stage === 'players')
  await kill(first)
  proxy.decide = () => null
  await startWorker()
  const done = await waitFor(id, ['succeeded', 'failed'], 30_000)
  expect(done.error).toBeNull()

  const analysis = await loadAnalysis(who, id)
  if (analysis instanceof Refusal) throw new Error(analysis.code)
  const openedAt = Date.parse(analysis.receipt?.snapshotOpenedAt ?? '')
  expect(await storedSheet(BigInt(id))).toEqual(oracleSheet(events, { from, to, lookbackFrom: null, openedAt, missing: [] }))
  expect(await db.runStep.count({ where: { runId: BigInt(id), name: 'snapshot' } })).toBe(1)
  await proxy.close()
})
