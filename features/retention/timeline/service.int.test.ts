import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adversarialEvents, seeded } from '#core/retention/adversarial.ts'
import type { LogEvent } from '#core/retention/oracle.ts'
import { marksOf, timelineRange } from '#core/retention/timeline.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import type { PlayerEvent } from '#features/retention/timeline/schema.ts'
import { listPlayerEvents } from '#features/retention/timeline/service.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { type Analysed, analyse } from '#workers/retention/testing/analysis.ts'
import { deleteLogs, writeLogs } from '#workers/retention/testing/log-indices.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const HOUR = 3_600_000
const to = Math.floor(Date.now() / 1000) * 1000 - 60 * HOUR
const from = to - 12 * HOUR
const prefix = `timeline-${process.pid}-`
const busy = 'busy'
const origin = { ip: '127.0.0.1', requestId: 'test' }
const reader = (): Principal => ({
  userId: randomUUID(),
  name: 'Ana',
  email: `${randomUUID()}@t.test`,
  role: 'viewer',
  via: 'session',
  scopes: null,
  mustChangePassword: false,
})
const who = reader()

const login = (uid: string, at: number, account: string | null = null): LogEvent => ({ family: 'login_comp', at, uid, account, body: {} })
const events: LogEvent[] = [
  ...adversarialEvents(seeded(11), { players: 24, from, to, manyBodies: true }),
  login(busy, from),
  // More at one instant than a page holds, then one more.
  ...Array.from({ length: 30 }, () => login(busy, from + 60_000)),
  login(busy, from + 120_000),
  { family: 'player_kill', at: from + 90_000, uid: 'somebody else', body: { instigator_uid: busy } },
  login(busy, from + 71 * HOUR),
  login('gone', from + 5),
  { family: 'item_buy', at: from - HOUR, uid: busy, body: { big: 'x'.repeat(40_000) } },
]

let found: Analysed
beforeAll(async () => {
  await writeLogs(client, prefix, { body: 'nested', text: 'text+keyword', suffix: '-2026.11' }, events)
  found = await analyse({ url, prefix, from, to })
})
afterAll(async () => {
  await deleteLogs(client, prefix)
  await client.close()
  await db.$disconnect()
})

type Change = { limit?: number; families?: string }

async function page(uid: string, after?: string, { limit = 20, families }: Change = {}, as = who) {
  const query = { limit, ...(after ? { after } : {}), ...(families ? { families } : {}) }
  const answer = await listPlayerEvents(as, String(found.runId), uid, query, origin)
  if (answer instanceof Refusal) throw new Error(answer.code)
  return answer
}

async function allEvents(uid: string, change: Change = {}): Promise<PlayerEvent[]> {
  const items: PlayerEvent[] = []
  for (let after: string | undefined, more = true; more; ) {
    const one = await page(uid, after, change)
    items.push(...one.items)
    after = one.next ?? undefined
    more = one.next !== null
  }
  return items
}

const bodies = ({ body }: LogEvent): Record<string, unknown>[] => (body === undefined ? [] : Array.isArray(body) ? body : [body])
const isTheirs = (event: LogEvent, uid: string): boolean =>
  event.uid === uid || (event.family === 'player_kill' && bodies(event).some((one) => one.instigator_uid === uid))

it('the events of every player are all there once, and their gaps add up to the sheet', async () => {
  expect(found.sheet.length).toBeGreaterThan(8)
  for (const { uid, firstMs, activeSeconds } of found.sheet) {
    const items = await allEvents(uid, { limit: 50 })
    const range = timelineRange(firstMs, [])
    const expected = events.filter((event) => event.at >= range.from && event.at < range.to && isTheirs(event, uid)).map(({ at }) => at)
    expect(items.map(({ at }) => Date.parse(at))).toEqual(expected.sort((a, b) => a - b))
    expect(new Set(items.map(({ index, id }) => `${index}/${id}`)).size).toBe(items.length)
    const marks = marksOf(
      items.map(({ at, by }) => ({ at: Date.parse(at), active: by === 'uid' })),
      firstMs,
      300_000,
    )
    const activeMs = marks.reduce((sum, mark) => sum + (mark.counted ? (mark.gapMs ?? 0) : 0), 0)
    expect(Math.floor(activeMs / 1_000), uid).toBe(activeSeconds)
  }
})

describe('pages', () => {
  it('end between two instants, and hold all of an instant that is too busy for one', async () => {
    const first = await page(busy)
    expect(first.items.map(({ by }) => by)).toEqual(['uid', 'uid'])
    const second = await page(busy, first.next ?? '')
    expect(second.items).toHaveLength(30)
    const third = await page(busy, second.next ?? '')
    expect(third.items.map(({ by }) => by)).toEqual(['subject', 'uid'])
    expect(third.next).toBeNull()
  })

  it('show families beside what is chosen of them', async () => {
    const all = await page(busy)
    const kills = await page(busy, undefined, { families: 'player_kill' })
    expect(kills.families).toEqual(all.families)
    expect(kills.items.map(({ family }) => family)).toEqual(['player_kill'])
    expect((await page(busy, undefined, { families: 'other' })).items.map(({ family }) => family)).toEqual([null])
  })

  it('leave a document out that is too large, and say how large', async () => {
    const [large] = (await page(busy)).items
    expect(large).toMatchObject({ document: null, by: 'uid' })
    expect(large?.bytes).toBeGreaterThan(40_000)
  })
})

it('a view leaves one row in the audit, however many pages are turned', async () => {
  const other = reader()
  const first = await page(busy, undefined, {}, other)
  await page(busy, first.next ?? '', {}, other)
  await page(busy, undefined, { families: 'friend' }, other)
  const rows = await db.auditEntry.findMany({ where: { userId: other.userId } })
  expect(rows.map(({ action, object, runId }) => ({ action, object, runId }))).toEqual([
    { action: 'retention.player', object: `player:${busy}`, runId: found.runId },
  ])
})

it('who is not in the sheet is not looked for in the logs', async () => {
  expect(await listPlayerEvents(who, String(found.runId), 'somebody else', { limit: 10 }, origin)).toMatchObject({ code: 'player_not_in_sheet' })
  expect(await listPlayerEvents(who, '999999', busy, { limit: 10 }, origin)).toMatchObject({ code: 'not_found' })
})

it('by account the events of the account come as well', async () => {
  const own = `${prefix}acc-`
  const pair = [login('x', from, 'A'), login('y', from + 1_000, 'A'), login('x', from + 2_000, 'B')]
  await writeLogs(client, own, { body: 'object', text: 'keyword', suffix: '' }, pair)
  const { runId } = await analyse({ url, prefix: own, from, to, identity: 'account' })
  const answer = await listPlayerEvents(who, String(runId), 'x', { limit: 10 }, origin)
  expect(answer).toMatchObject({ player: { uid: 'x', account: 'A' }, items: [{ by: 'uid' }, { by: 'account' }, { by: 'uid' }] })
})

it('nobody knows events that the logs do not hold any more', async () => {
  expect(await page('gone')).toMatchObject({ items: [{ family: 'login_comp' }], families: [{ family: 'login_comp', events: 1 }] })
  const query = { term: { uid: 'gone' } }
  await client.transport.request({ method: 'POST', path: `/${prefix}*/_delete_by_query`, querystring: { refresh: 'true' }, body: { query } })
  expect(await page('gone')).toMatchObject({ items: [], families: [], next: null })
})
