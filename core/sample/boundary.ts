import type { EventBody, LogEvent, SampleFamily } from '#core/sample/document.ts'
import { arrivalsOf, dayMs, type SamplePlan } from '#core/sample/plan.ts'

type Unnamed = Omit<LogEvent, 'id'>

/** A specially named player at an edge of a definition. `new` and `old` as in SamplePlan; `neither` never logs in within the arrival days. */
export type BoundaryCase = { name: string; kind: 'new' | 'old' | 'neither'; events: (plan: SamplePlan) => Unnamed[] }

type Change = Partial<Pick<LogEvent, 'uid' | 'account' | 'country'>> & { device?: string | null }
type Write = (family: SampleFamily, at: number, body?: EventBody, change?: Change) => Unnamed

const hourMs = 3_600_000
const device = 'iPhone16,2'

const writerOf =
  (uid: string): Write =>
  (family, at, body = {}, { device: model = device, ...change } = {}) => ({
    family,
    at,
    uid,
    account: `acc-${uid}`,
    country: 'KR',
    ...change,
    body: model === null ? body : { device_mod: model, ...body },
  })

/** First login of boundary players who have no reason for another time: 10:00 KST of the second arrival day. */
export const boundaryLoginOf = (plan: SamplePlan): number => plan.firstDayMs + dayMs + 10 * hourMs

const cases: BoundaryCase[] = []
const add = (kind: BoundaryCase['kind'], name: string, events: (write: Write, first: number, plan: SamplePlan) => Unnamed[]): void => {
  cases.push({ name, kind, events: (plan) => events(writerOf(name), boundaryLoginOf(plan), plan) })
}

// The window and what came before it.
add('new', 'edge-window-start', (write, _, plan) => [write('login_comp', arrivalsOf(plan).fromMs)])
add('new', 'edge-window-last-ms', (write, _, plan) => [write('login_comp', arrivalsOf(plan).toMs - 1)])
add('neither', 'edge-window-end', (write, _, plan) => [write('login_comp', arrivalsOf(plan).toMs)])
add('old', 'edge-seen-1ms-before', (write, first, plan) => [write('login_comp', arrivalsOf(plan).fromMs - 1), write('login_comp', first)])
add('old', 'edge-seen-long-ago', (write, first, plan) => [write('login_comp', arrivalsOf(plan).fromMs - 20 * dayMs), write('login_comp', first)])
add('neither', 'edge-never-logs-in', (write, first) => [write('survival_sta', first), write('item_buy', first + 1_000)])
add('new', 'edge-before-first-login', (write, first) => [
  write('tutorial_entry', first - hourMs, { action: 'Start' }),
  write('friend', first - 1, { oper_type: 0, friend_type: 0 }),
  write('login_comp', first),
])

// Day 0 is [first, +24 h), day 1 is [+24 h, +48 h).
const returns = (name: string, afterMs: number): void =>
  add('new', name, (write, first) => [write('login_comp', first), write('item_buy', first + 60_000), write('login_comp', first + afterMs)])
returns('edge-returns-24h-less-1ms', dayMs - 1)
returns('edge-returns-24h', dayMs)
returns('edge-returns-24h-and-1ms', dayMs + 1)
returns('edge-returns-48h-less-1ms', 2 * dayMs - 1)
returns('edge-returns-48h', 2 * dayMs)
add('new', 'edge-metrics-at-24h', (write, first) => [
  write('login_comp', first),
  write('tutorial_entry', first, { action: 'Start' }),
  write('survival_sta', first + dayMs - 1),
  write('survival_sta', first + dayMs),
  write('survival_end', first + dayMs - 1, { result: 1, play_stats: { monster_kill_cnt: 7 } }),
  write('survival_end', first + dayMs, { result: 1, play_stats: { monster_kill_cnt: 11 } }),
  write('log_tutorial', first + dayMs, { action_type: 'Complet', stage_type: 'result' }),
])

// Gaps of at most 5 minutes count, inclusive; the sum is cut to whole seconds once.
const gap = (name: string, gapMs: number): void => add('new', name, (write, first) => [write('login_comp', first), write('item_buy', first + gapMs)])
gap('edge-gap-299999ms', 299_999)
gap('edge-gap-300000ms', 300_000)
gap('edge-gap-300001ms', 300_001)
add('new', 'edge-gap-fractions', (write, first) => [
  write('login_comp', first),
  write('item_buy', first + 1_500),
  write('item_buy', first + 2_999),
  write('item_buy', first + 2_999 + 400_000),
  write('item_buy', first + 2_999 + 400_900),
])
add('new', 'edge-gap-across-24h', (write, first) => [
  write('login_comp', first),
  write('item_buy', first + dayMs - 2_000),
  write('item_buy', first + dayMs - 1),
  write('item_buy', first + dayMs),
])
add('new', 'edge-one-event', (write, first) => [write('login_comp', first)])
add('new', 'edge-equal-times', (write, first) => [
  write('login_comp', first),
  write('login_comp', first),
  write('item_buy', first),
  write('item_buy', first + 30_000),
  write('survival_sta', first + 30_000),
])

// Who the player is. In UTF-8 order U+FF21 comes before U+1F600; JavaScript's own order says the opposite.
add('new', 'edge-two-accounts', (write, first) => [
  write('login_comp', first, {}, { account: 'acc-zz-first' }),
  write('login_comp', first + hourMs, {}, { account: 'acc-aa-later' }),
  write('friend', first + hourMs + 1, { oper_type: 0, friend_type: 0 }, { account: 'acc-aa-later' }),
])
add('new', 'edge-tie-of-first-logins', (write, first) => [
  write('login_comp', first, {}, { account: 'acc-\u{1F600}', country: 'US', device: 'Galaxy S25' }),
  write('login_comp', first, {}, { account: 'acc-\uFF21', country: 'TW', device: 'Pixel 9' }),
  write('login_comp', first, {}, { account: 'acc-\uFF21', country: 'TW', device: 'Galaxy A54' }),
])
add('new', 'edge-no-country', (write, first) => [write('login_comp', first, {}, { country: null }), write('item_buy', first + 1_000, {}, { country: 'JP' })])
add('new', 'edge-no-device', (write, first) => [write('login_comp', first, {}, { device: null }), write('item_buy', first + 1_000)])
add('new', 'edge-no-account', (write, first) => [write('login_comp', first, {}, { account: null })])
add('new', 'edge-"quoted", \uC774\uB984', (write, first) => [write('login_comp', first)])
add('new', '=edge-1+1', (write, first) => [write('login_comp', first)])

// Values at the edge of a filter.
add('new', 'edge-near-misses', (write, first) => [
  write('login_comp', first),
  write('tutorial_entry', first + 1_000, { action: 'start' }),
  write('tutorial_entry', first + 2_000, { action: 'Start ' }),
  write('tutorial_entry', first + 3_000, {}),
  write('log_tutorial', first + 4_000, { action_type: 'Complet', stage_type: 'step' }),
  write('log_tutorial', first + 5_000, { action_type: 'Complete', stage_type: 'result' }),
  write('survival_end', first + 6_000, { result: 0, play_stats: {} }),
  write('survival_end', first + 7_000, { result: 2, play_stats: { monster_kill_cnt: 0 } }),
  write('survival_end', first + 8_000, {}),
  write('friend', first + 9_000, { oper_type: 0, friend_type: 1 }),
  write('friend', first + 10_000, { oper_type: 1, friend_type: 0 }),
  write('friend', first + 11_000, { oper_type: 0 }),
])
add('new', 'edge-many-monsters', (write, first) => [
  write('login_comp', first),
  write('survival_end', first + 1_000, { result: 1, play_stats: { monster_kill_cnt: 3_000_000_000 } }),
  write('survival_end', first + 2_000, { result: 1, play_stats: { monster_kill_cnt: 5 } }),
])

// Kills belong to the instigator, whoever's uid the document carries; the document is activity of the one it carries.
add('new', 'edge-killer', (write, first) => [write('login_comp', first)])
add('new', 'edge-victim', (write, first) => {
  const fallsTo = (at: number): Unnamed => write('player_kill', at, { instigator_uid: 'edge-killer' })
  return [write('login_comp', first), fallsTo(first - 1), fallsTo(first), fallsTo(first + 60_000), fallsTo(first + dayMs - 1), fallsTo(first + dayMs)]
})
add('new', 'edge-kills-itself', (write, first) => [
  write('login_comp', first),
  write('player_kill', first + 1_000, { instigator_uid: 'edge-kills-itself' }),
  write('player_kill', first + 2_000, {}),
  write('player_kill', first + 3_000, { instigator_uid: 'edge-kills-itsel' }),
])

// Documents that no player can be found for.
add('neither', 'edge-without-uid', (write, first) => [
  write('login_comp', first, {}, { uid: null }),
  write('login_comp', first + 1, {}, { uid: null, account: null }),
  write('item_buy', first + 2, {}, { uid: null }),
  write('player_kill', first + 3, { instigator_uid: 'edge-killer' }, { uid: null }),
])

export const boundaryCases: readonly BoundaryCase[] = cases
export const newBoundaryPlayers = cases.filter(({ kind }) => kind === 'new').length
export const oldBoundaryPlayers = cases.filter(({ kind }) => kind === 'old').length
