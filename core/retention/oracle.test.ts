import { expect, it } from 'vitest'
import { adversarialEvents, seeded } from './adversarial.ts'
import { type LogEvent, oracleSheet } from './oracle.ts'

const HOUR = 3_600_000
const from = Date.UTC(2026, 10, 1)
const input = { from, to: from + 24 * HOUR, lookbackFrom: null, openedAt: from + 90 * HOUR, missing: [] }
const event = (family: string, at: number, body: LogEvent['body'] = {}, uid: string | null = 'a'): LogEvent => ({
  family,
  at,
  uid,
  account: 'acc',
  country: 'KR',
  body,
})

it('a player worked out by hand', () => {
  const events = [
    event('login_comp', from, { device_mod: 'iPhone' }),
    event('tutorial_entry', from + 1_000, { action: 'Start' }),
    event('log_tutorial', from + 301_000, { action_type: 'Complet', stage_type: 'result' }),
    event('log_tutorial', from + 601_001, { action_type: 'Complet', stage_type: 'stage' }),
    event('survival_sta', from + 700_000),
    event('survival_end', from + 700_500, { result: 1, play_stats: { monster_kill_cnt: 12 } }),
    event('survival_end', from + 24 * HOUR - 1, { result: 0, play_stats: { monster_kill_cnt: 30 } }),
    event('survival_end', from + 24 * HOUR, { result: 1, play_stats: { monster_kill_cnt: 100 } }),
    event('player_kill', from + 5, { instigator_uid: 'a' }, 'victim'),
    event('player_kill', from + 5, { instigator_uid: 'b' }),
    event('friend', from + 6, { oper_type: 0, friend_type: 0 }),
    event('friend', from + 6, { oper_type: 1, friend_type: 0 }),
    event('login_comp', from + 24 * HOUR),
  ]
  expect(oracleSheet(events, input)).toEqual([
    {
      seq: 0,
      uid: 'a',
      account: 'acc',
      nickname: null,
      firstMs: from,
      country: 'KR',
      device: 'iPhone',
      // 0 -> 301,000 in gaps of at most 300,000 ms, then 99,499 from 601,001 to 700,500; the rest stands alone.
      activeSeconds: Math.floor((301_000 + 99_499) / 1000),
      metrics: {
        retention_d1: 1,
        tutorial_entry: 1,
        tutorial_completed: 1,
        dungeon_entry_count: 1,
        dungeon_escape_count: 1,
        monster_kill_count: 42,
        player_kill_count: 1,
        matching_complete_count: 0,
        friend_add_count: 1,
      },
    },
  ])
})

it('knows new from old, ripe from unripe, and what is not collected', () => {
  const old = [event('login_comp', from - 1), event('login_comp', from + 1)]
  expect(oracleSheet(old, input)).toEqual([])
  expect(oracleSheet(old, { ...input, lookbackFrom: from })).toHaveLength(1)
  const [unripe] = oracleSheet([event('login_comp', from)], { ...input, openedAt: from + 48 * HOUR - 1, missing: ['friend'] })
  expect(unripe?.metrics).toMatchObject({ retention_d1: null, friend_add_count: null, matching_complete_count: 0 })
})

it('the adversarial events are the same for the same seed', () => {
  const options = { players: 20, from, to: input.to, manyBodies: true }
  expect(adversarialEvents(seeded(1), options)).toEqual(adversarialEvents(seeded(1), options))
  expect(adversarialEvents(seeded(1), options)).not.toEqual(adversarialEvents(seeded(2), options))
})

it('sessions are cut to the cap, one by one', () => {
  const at = [0, 100_000, 200_000, 600_000, 700_000].map((ms) => event('login_comp', from + ms))
  const seconds = (change: object) => oracleSheet(at, { ...input, ...change })[0]?.activeSeconds
  expect([seconds({}), seconds({ sessionCapMs: 150_000 }), seconds({ gapMs: 99_999 }), seconds({ gapMs: 400_000 })]).toEqual([300, 250, 0, 700])
})

it('who is new depends on what makes a player', () => {
  const login = (uid: string, account: string | null, at: number) => ({ ...event('login_comp', at, {}, uid), account })
  const events = [login('old', 'A', from - 1), login('new', 'A', from), login('one', 'B', from + 1), login('two', 'B', from + 2)]
  const uids = (identity: 'uid' | 'account' | 'either') => oracleSheet(events, { ...input, identity }).map((row) => row.uid)
  expect([uids('uid'), uids('account'), uids('either')]).toEqual([['new', 'one', 'two'], ['one'], ['one']])
})

it('metrics beside the nine are counted by their words', () => {
  const bought = (item: string, price: number, at: number) => event('item_buy', at, { item, price, to: 'a' })
  const events = [event('login_comp', from), bought('bow', 2, from), bought('bow', 3, from + 25 * HOUR), bought('axe', 4, from + 1)]
  const also = (rule: { kind: string; field?: string }, change: object = {}) => ({
    name: 'x',
    family: 'item_buy',
    where: [],
    rule,
    subject: null,
    window: { fromDay: 0, toDay: 2 },
    ...change,
  })
  const count = (rule: { kind: string; field?: string }, change: object = {}) => oracleSheet(events, { ...input, also: [also(rule, change)] })[0]?.metrics.x
  expect([
    count({ kind: 'documents' }),
    count({ kind: 'documents' }, { window: { fromDay: 0, toDay: 1 } }),
    count({ kind: 'any' }, { where: [{ field: 'body.item', equals: 'sword' }] }),
    count({ kind: 'sum', field: 'body.price' }, { where: [{ field: 'body.item', equals: 'bow' }] }),
    count({ kind: 'distinct', field: 'body.item' }),
    count({ kind: 'documents' }, { subject: 'body.to' }),
    count({ kind: 'documents' }, { window: { fromDay: 0, toDay: 7 } }),
  ]).toEqual([3, 2, 0, 5, 2, 3, null])
})
