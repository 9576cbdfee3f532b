import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, expect, it } from 'vitest'
import { type LogEvent, oracleSheet } from '#core/retention/oracle.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { insertSource } from '#features/gamelog/repository.ts'
import { findAnalysis } from '#features/retention/repository.ts'
import { receipt } from '#features/retention/schema.ts'
import { loadAnalysis, startAnalysis } from '#features/retention/service.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { faultyProxy } from '#server/search/testing/faulty-proxy.ts'
import { handle } from '#workers/retention/analyse.ts'
import { deleteLogs, type LogShape, writeLogs } from '#workers/retention/testing/log-indices.ts'
import { finish, plainRun, prepareAnalysis, storedSheet } from '#workers/retention/testing/plain-run.ts'
import { kill, makePrincipal, spawnWorker, waitFor } from '#workers/testing/harness.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const root = `chunks-${process.pid}-`
const shape: LogShape = { body: 'nested', text: 'keyword', suffix: '' }
const HOUR = 3_600_000
const to = Math.floor(Date.now() / 1000) * 1000 - 80 * HOUR
const from = to - 24 * HOUR
/** Of whom the first chunk takes 4,000. */
const PLAYERS = 4_300
const FIRST_CHUNK = 4_000
const workers: ChildProcess[] = []

afterAll(async () => {
  await Promise.all(workers.map(kill))
  await deleteLogs(client, root)
  await client.close()
  await db.$disconnect()
})

const nameOf = (i: number): string => `p${String(i).padStart(5, '0')}`

function eventsOf(i: number): LogEvent[] {
  const first = from + i * 10_000
  const event = (family: string, at: number, body: LogEvent['body'] = {}): LogEvent => ({
    family,
    at,
    uid: nameOf(i),
    account: `a${i}`,
    country: ['KR', 'JP'][i % 2] ?? null,
    body,
  })
  return [
    event('login_comp', first, { device_mod: 'phone' }),
    event('friend', first + (i % 400) * 1_000, { oper_type: 0, friend_type: i % 2 }),
    event('survival_end', first + 1_000, { result: 1, play_stats: { monster_kill_cnt: i % 9 } }),
    ...(i % 3 === 0 ? [event('login_comp', first + 30 * HOUR)] : []),
  ]
}

const events = Array.from({ length: PLAYERS }, (_, i) => eventsOf(i)).flat()
/** What a later snapshot would see: other counts of players of both chunks, some who are old then, and some who are new. */
const later = Array.from({ length: PLAYERS }, (_, i): LogEvent[] => {
  const [login, friend] = eventsOf(i) as [LogEvent, LogEvent]
  if (i % 50 === 0) return [{ ...login, at: from - HOUR }]
  return i % 50 === 1 ? [{ ...login, uid: `${login.uid}-too` }] : i % 50 < 4 ? [{ ...friend, at: friend.at + 60_000 }] : []
}).flat()
const missing = ['tutorial_entry', 'log_tutorial', 'survival_sta', 'player_kill', 'matching_complete']
const truth = (log: readonly LogEvent[], openedAt: string) =>
  oracleSheet(log, { from, to, lookbackFrom: null, openedAt: Date.parse(openedAt), missing, identity: 'uid' })

async function startWorker(): Promise<ChildProcess> {
  const child = await spawnWorker('workers/main.ts')
  workers.push(child)
  return child
}

/** Places of the first rows of a stored column's blocks. */
const blocksOf = async (runId: bigint, name: string): Promise<number[]> =>
  (await db.columnBlock.findMany({ where: { runId, name }, orderBy: { block: 'asc' }, select: { block: true } })).map(({ block }) => block)

it('a worker is killed when its first chunk is kept: the next one adds the second to it, of the same snapshot', { timeout: 90_000 }, async () => {
  const prefix = `${root}killed-`
  await writeLogs(client, prefix, shape, events)
  const proxy = await faultyProxy(url)
  const source = `chunks-${randomUUID()}`
  await db.$transaction((tx) => insertSource(tx, { name: source, url: proxy.url, prefix, zone: 'Asia/Seoul', resetHour: 0, insecureTls: false }))
  const started = await startAnalysis(await makePrincipal(), { source, from: new Date(from).toISOString(), to: new Date(to).toISOString() })
  if (started instanceof Refusal) throw new Error(started.code)
  const { id } = started.run
  const runId = BigInt(id)

  // What names players of the second chunk alone never gets an answer.
  proxy.decide = ({ says }) => (says(`"${nameOf(PLAYERS - 1)}"`) && !says(`"${nameOf(0)}"`) ? { hold: true } : null)
  const first = await startWorker()
  await waitFor(id, (run) => run.stage === 'players' && run.done >= FIRST_CHUNK, 30_000)
  await kill(first)
  expect(await blocksOf(runId, 'uid')).toEqual([0])
  await writeLogs(client, prefix, shape, later)
  proxy.decide = () => null
  await startWorker()
  const done = await waitFor(id, ['succeeded', 'failed'], 40_000)
  expect(done.error).toBeNull()
  await proxy.close()

  const analysis = await loadAnalysis(await makePrincipal(), id)
  if (analysis instanceof Refusal) throw new Error(analysis.code)
  expect(await storedSheet(runId)).toEqual(truth(events, analysis.receipt?.snapshotOpenedAt ?? ''))
  expect(analysis.summary).toMatchObject({ players: PLAYERS, ripeD1: PLAYERS, retainedD1: Math.ceil(PLAYERS / 3) })
  const steps = await db.runStep.findMany({ where: { runId }, orderBy: { name: 'asc' } })
  expect(steps.map(({ name }) => name).filter((name) => /^(snapshot|players)/.test(name))).toEqual([
    'players/from-0',
    `players/from-${FIRST_CHUNK}`,
    'snapshot',
  ])
  expect(await blocksOf(runId, 'uid')).toEqual([0, FIRST_CHUNK])
})

it.each(['players/from-0', 'finish/ranks/uid'])('its snapshot is gone after %s: the sheet is of one snapshot alone', async (step) => {
  const prefix = `${root}lost-${step.length}-`
  await writeLogs(client, prefix, shape, events)
  const runId = await prepareAnalysis({ url, prefix, from, to })
  const stopped = plainRun(runId)
  stopped.afterStep = async (name) => {
    if (name === step) throw new Error('the worker died here')
  }
  await expect(handle(stopped)).rejects.toThrow('the worker died here')
  await writeLogs(client, prefix, shape, later)
  await client.transport.request({ method: 'DELETE', path: '/_search/point_in_time/_all' })
  const resumed = plainRun(runId, stopped.memos)
  await finish(await handle(resumed))
  const { snapshotOpenedAt } = receipt.parse((await findAnalysis(runId))?.receipt)
  // When all that is read of the cluster was kept, it is not asked again.
  const isRead = step.startsWith('finish')
  expect(resumed.logs).toEqual(isRead ? [] : ['snapshot_lost'])
  const expected = truth(isRead ? events : [...events, ...later], snapshotOpenedAt)
  expect(await storedSheet(runId)).toEqual(expected)
  expect(await blocksOf(runId, 'uid')).toEqual([0, FIRST_CHUNK])
})
