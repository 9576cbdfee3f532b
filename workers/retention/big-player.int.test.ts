import { afterAll, expect, it } from 'vitest'
import { seeded } from '#core/retention/adversarial.ts'
import type { LogEvent } from '#core/retention/oracle.ts'
import { db } from '#server/database.ts'
import { openSearch } from '#server/search/client.ts'
import { analyse, failureOf, truthOf } from '#workers/retention/testing/analysis.ts'
import { deleteLogs, type LogShape, writeLogs } from '#workers/retention/testing/log-indices.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const root = `big-${process.pid}-`
const HOUR = 3_600_000
const DAY = 24 * HOUR
const to = Math.floor(Date.now() / 1000) * 1000 - 60 * HOUR
const from = to - 24 * HOUR
const window = { from, to }
const shape: LogShape = { body: 'nested', text: 'keyword', suffix: '', shards: 2 }
const families = ['survival_sta', 'survival_end', 'player_kill', 'matching_complete', 'friend', 'item_buy'] as const

afterAll(async () => {
  await deleteLogs(client, root)
  await client.close()
  await db.$disconnect()
})

const login = (uid: string | null, at: number): LogEvent => ({ family: 'login_comp', at, uid, account: uid, country: 'KR', body: { device_mod: 'x' } })

function bodyOf(family: string, i: number): Record<string, unknown> {
  if (family === 'survival_end') return { result: i % 3, play_stats: { monster_kill_cnt: i } }
  if (family === 'player_kill') return { instigator_uid: i % 2 === 0 ? 'giant' : 'dwarf' }
  return family === 'friend' ? { oper_type: i % 2, friend_type: 0 } : {}
}

/** One player with `count` events of day 0, many at one millisecond, amid some who hardly do anything. */
function giantsLog(count: number): LogEvent[] {
  const rng = seeded(count)
  const events = [login('giant', from), login('giant', from + DAY), login('dwarf', from + 1), login('elf', from + 5 * HOUR)]
  for (let i = 0; i < count; i++) {
    const family = families[i % families.length] as string
    const at = from + (i % 10 === 0 ? 7 * HOUR : Math.floor(rng() * DAY))
    // Kills are told of others, and of nobody; purchases at times of nobody.
    const uid = family === 'player_kill' ? (i % 4 === 0 ? null : 'elf') : family === 'item_buy' && i % 5 === 0 ? null : 'giant'
    events.push({ family, at, uid, body: bodyOf(family, i) })
  }
  for (const at of [from, from + DAY - 1, from + DAY]) events.push({ family: 'friend', at, uid: 'giant', body: { oper_type: 0, friend_type: 0 } })
  for (let i = 0; i < 50; i++) events.push(login(null, from + i))
  return events
}

it('a player with 100,000 events, thousands of them at one instant, is counted exactly', { timeout: 120_000 }, async () => {
  const prefix = `${root}giant-`
  const events = giantsLog(100_000)
  await writeLogs(client, prefix, { ...shape, body: 'object' }, events)
  const found = await analyse({ url, prefix, ...window })
  expect(found.sheet).toEqual(truthOf(events, window, found, ['tutorial_entry', 'log_tutorial']))
  expect(found.sheet.map(({ uid }) => uid)).toEqual(['giant', 'dwarf', 'elf'])
  expect(found.receipt.documentsWithoutUid).toBe(events.filter(({ uid }) => uid === null).length)
})

it('more kills at one instant than an answer holds documents are counted exactly', { timeout: 60_000 }, async () => {
  const prefix = `${root}instant-`
  const kills = Array.from({ length: 10_001 }, (): LogEvent => ({ family: 'player_kill', at: from + HOUR, uid: null, body: { instigator_uid: 'giant' } }))
  await writeLogs(client, prefix, shape, [login('giant', from), ...kills])
  const found = await analyse({ url, prefix, ...window })
  expect(found.sheet.map(({ metrics }) => metrics.player_kill_count)).toEqual([10_001])
})

it('more first logins of one player at one instant than an answer holds', { timeout: 60_000 }, async () => {
  const prefix = `${root}logins-`
  await writeLogs(
    client,
    prefix,
    shape,
    Array.from({ length: 10_001 }, () => login('giant', from)),
  )
  expect(await failureOf({ url, prefix, ...window })).toEqual({ code: 'answer_incomplete', detail: expect.stringContaining('at one instant') })
})
