import { afterAll, beforeAll, expect, it } from 'vitest'
import { compareSheets } from '#bench/retention/compare.ts'
import { analyseLikeTheScript } from '#bench/retention/script-way.ts'
import { type LogEvent, oracleSheet } from '#core/retention/oracle.ts'
import type { SheetRow } from '#core/retention/sheet.ts'
import { openSearch } from '#server/search/client.ts'
import { deleteLogs, writeLogs } from '#workers/retention/testing/log-indices.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const client = openSearch({ url })
const prefix = `script-${process.pid}-`
const HOUR = 3_600_000
const DAY = 24 * HOUR
const second = Math.floor(Date.now() / 1000) * 1000 - 96 * HOUR
// Bounds in the middle of a second, as nobody types them and as a window "until now" has them.
const window = { from: second + 500, to: second + DAY + 500 }
const whole = second + 12 * HOUR
let rows: SheetRow[]
let truth: SheetRow[]

const login = (uid: string, at: number, account: string | null = `acc-${uid}`): LogEvent => ({
  family: 'login_comp',
  at,
  uid,
  account,
  country: 'KR',
  body: { device_mod: 'x' },
})
const doing = (family: string, uid: string, at: number, body: Record<string, unknown> = {}): LogEvent => ({ family, at, uid, account: `acc-${uid}`, body })

/** Ten players of each kind, each kind with one trap. */
const kinds: Record<string, (uid: string, i: number) => LogEvent[]> = {
  plain: (uid, i) => [
    login(uid, whole),
    login(uid, whole + DAY + i),
    doing('tutorial_entry', uid, whole + 60_000, { action: 'Start' }),
    doing('log_tutorial', uid, whole + 120_000, { action_type: 'Complet', stage_type: 'result' }),
    doing('survival_sta', uid, whole + 130_000),
    doing('survival_end', uid, whole + 400_000, { result: 1, play_stats: { monster_kill_cnt: 7 } }),
    doing('player_kill', uid, whole + 300_000, { instigator_uid: uid }),
    doing('matching_complete', uid, whole + 125_000),
    doing('friend', uid, whole + HOUR, { oper_type: 0, friend_type: 0 }),
  ],
  idle: (uid) => [login(uid, whole)],
  old: (uid) => [login(uid, second - 10 * DAY), login(uid, whole)],
  twoAccounts: (uid) => [login(uid, whole, 'a'), login(uid, whole + HOUR, 'b')],
  noAccount: (uid) => [login(uid, whole, null)],
  beforeFrom: (uid) => [login(uid, second + 200)],
  beforeTo: (uid) => [login(uid, second + DAY + 200)],
  subSecond: (uid) => [doing('item_buy', uid, whole), login(uid, whole + 950), doing('item_buy', uid, whole + 1_050)],
}

beforeAll(async () => {
  const events = Object.entries(kinds).flatMap(([kind, eventsOf]) => Array.from({ length: 10 }, (_, i) => eventsOf(`${kind}-${i}`, i)).flat())
  await writeLogs(client, prefix, { body: 'nested', text: 'text+keyword', suffix: '' }, events)
  rows = (await analyseLikeTheScript(url, prefix, window, 1_000)).rows
  truth = oracleSheet(events, { ...window, lookbackFrom: null, openedAt: Date.now(), missing: [] })
})

afterAll(async () => {
  await deleteLogs(client, prefix)
  await client.close()
})

const equal = { missing: 0, extra: 0, columns: [] }
const wrong = (...names: string[]) => ({ ...equal, columns: names.map((name) => ({ name, wrong: 10 })) })

it.each([
  // Hits are counted from a total that is switched off, and kills added up outside the nested path.
  [
    'plain',
    wrong(
      'retention_status',
      'retention_d1',
      'tutorial_entry',
      'tutorial_completed',
      'dungeon_entry_count',
      'dungeon_escape_count',
      'monster_kill_count',
      'player_kill_count',
      'matching_complete_count',
      'friend_add_count',
    ),
  ],
  ['idle', equal],
  ['old', { ...equal, extra: 10 }],
  ['twoAccounts', wrong('auth_id', 'first_login_time')],
  ['noAccount', { ...equal, missing: 10 }],
  ['beforeFrom', { ...equal, extra: 10 }],
  ['beforeTo', { ...equal, missing: 10 }],
  ['subSecond', wrong('active_seconds')],
])('the way of the 2025 script is wrong where it was, and right elsewhere: %s', (kind, expected) => {
  const of = (sheet: readonly SheetRow[]) => sheet.filter(({ uid }) => uid.startsWith(`${kind}-`))
  expect(compareSheets(of(rows), of(truth))).toEqual(expected)
})
