import type { LogEvent } from './oracle.ts'

/** A number in [0, 1), given by the caller: the same sequence makes the same events. */
export type Rng = () => number

export type AdversarialOptions = {
  players: number
  from: number
  to: number /** Bodies with several objects, which only nested mappings keep apart. */
  manyBodies: boolean
}

const HOUR = 3_600_000
const gaps = [0, 1, 999, 1_000, 60_000, 299_999, 300_000, 300_001, 600_000]
const families = [
  'tutorial_entry',
  'log_tutorial',
  'survival_sta',
  'survival_end',
  'player_kill',
  'matching_complete',
  'friend',
  'login_comp',
  'item_buy',
] as const
const awkwardUids = [
  'u',
  'U',
  'u ',
  ' u',
  '=1+1',
  '가나',
  '\u{1f600}',
  '\uff21',
  'a,"b"',
  "o'x",
  '-7',
  '007',
  '7',
  'é',
  'e\u0301',
  'N/A',
  '__proto__',
  'a\tb',
  '100%',
  '_',
]

type Draw = { pick: <T>(list: readonly T[]) => T; chance: (p: number) => boolean; below: (n: number) => number }

function drawer(rng: Rng): Draw {
  const below = (n: number): number => Math.floor(rng() * n)
  return { below, chance: (p) => rng() < p, pick: (list) => list[below(list.length)] as (typeof list)[number] }
}

function object(draw: Draw, family: string, uids: readonly string[]): Record<string, unknown> {
  switch (family) {
    case 'login_comp':
      return draw.chance(0.85) ? { device_mod: draw.pick(['iPhone', 'SM-G998N', '갤럭시', '\u{1f4f1}', 'ipad']) } : {}
    case 'tutorial_entry':
      return { action: draw.pick(['Start', 'Start', 'start', 'Skip']) }
    case 'log_tutorial':
      return { action_type: draw.pick(['Complet', 'Complet', 'Complete', 'Begin']), stage_type: draw.pick(['result', 'result', 'stage']) }
    case 'survival_end':
      return { result: draw.pick([0, 1, 1, 2]), ...(draw.chance(0.9) ? { play_stats: { monster_kill_cnt: draw.pick([0, 1, 7, 250, 40_000]) } } : {}) }
    case 'player_kill':
      return draw.chance(0.9) ? { instigator_uid: draw.pick(uids) } : { weapon: 'bow' }
    case 'friend':
      return { oper_type: draw.pick([0, 0, 1]), friend_type: draw.pick([0, 0, 1]) }
    case 'item_buy':
      return {
        item: draw.pick(['sword', 'bow', '검', '\u{1f6e1}', '7']),
        ...(draw.chance(0.9) ? { price: draw.pick([0, 1, 100, 2_500]) } : {}),
        gift: draw.chance(0.3),
        ...(draw.chance(0.5) ? { to_uid: draw.pick(uids) } : {}),
      }
    default:
      return {}
  }
}

function makeEvent(draw: Draw, family: string, at: number, uid: string | null, uids: readonly string[], manyBodies: boolean): LogEvent {
  const one = object(draw, family, uids)
  const many = manyBodies && draw.chance(0.25)
  return {
    family,
    at,
    uid,
    account: draw.chance(0.1) ? null : `acc-${draw.chance(0.9) ? uid : draw.pick(['b', 'B', '나', '\u{1f600}', '\uff21'])}`,
    country: draw.chance(0.1) ? null : draw.pick(['KR', 'JP', 'kr', 'US', '대한민국']),
    body: many ? [one, object(draw, family, uids), one] : one,
  }
}

/** Instants at which a player does something: chains with awkward gaps from awkward starts, and single ones at every bound. */
function instants(draw: Draw, first: number): number[] {
  const at: number[] = []
  const starts = [first, first - 700_000, first + 24 * HOUR - 900_000, first + 12 * HOUR, first + 24 * HOUR - 300_000, first + 47 * HOUR]
  for (const start of starts) {
    if (!draw.chance(0.5)) continue
    let now = start + (draw.chance(0.5) ? 0 : draw.below(300_000))
    for (let i = draw.below(14); i > 0; i--) {
      at.push(now)
      now += draw.chance(0.6) ? draw.pick(gaps) : draw.below(400_000)
    }
  }
  for (const bound of [first, first + 24 * HOUR, first + 48 * HOUR]) for (const shift of [-1, 0, 1]) if (draw.chance(0.3)) at.push(bound + shift)
  return at
}

function firstLogin(draw: Draw, from: number, to: number): number {
  return draw.pick([
    from,
    to - 1,
    to,
    from - 1,
    from + draw.below(to - from),
    from + draw.below(to - from),
    from + draw.below(to - from),
    from + draw.below(to - from),
  ])
}

/**
 * Events that try every bound of the definitions: first logins at the window's edges, earlier logins, ties at one
 * millisecond, gaps of 299,999 to 300,001 ms, events 1 ms around 24 and 48 hours, events before the first login, kills
 * noted under somebody else's uid or none, uids that only their bytes tell apart. Unordered.
 */
export function adversarialEvents(rng: Rng, options: AdversarialOptions): LogEvent[] {
  const draw = drawer(rng)
  const { players, from, to, manyBodies } = options
  const uids = Array.from({ length: players }, (_, i) => awkwardUids[i] ?? `player-${String(i).padStart(6, '0')}`)
  const events: LogEvent[] = []
  const push = (family: string, at: number, uid: string | null) => events.push(makeEvent(draw, family, at, uid, uids, manyBodies))
  for (const uid of uids) {
    const first = firstLogin(draw, from, to)
    push('login_comp', first, uid)
    while (draw.chance(0.2)) push('login_comp', first, uid)
    if (draw.chance(0.1)) push('login_comp', from - 1 - draw.below(40 * 24 * HOUR), uid)
    for (const at of instants(draw, first)) {
      const family = draw.pick(families)
      // A login before the first one would move it; that is what the earlier logins above are for.
      push(family === 'login_comp' && at < first && at >= from ? 'friend' : family, at, uid)
    }
  }
  for (let i = 0; i < players; i++) push('player_kill', from + draw.below(to - from + 48 * HOUR), draw.chance(0.3) ? null : draw.pick(uids))
  for (let i = 0; i < 5; i++) push('login_comp', from + draw.below(to - from), null)
  return events
}

/**
 * One player with very many events: `count` of them in order from `first` on, at steps around the usual gap, so that both
 * sides of the first day's end are met. About 100,000 fill one page of groups and several of documents.
 */
export function busyPlayer(rng: Rng, uid: string, first: number, count: number): LogEvent[] {
  const draw = drawer(rng)
  const events: LogEvent[] = [makeEvent(draw, 'login_comp', first, uid, [uid], false)]
  const step = (26 * HOUR) / count
  for (let i = 1; i < count; i++) events.push(makeEvent(draw, draw.pick(families), first + Math.floor(i * step), uid, [uid], false))
  return events
}

/** A small seeded generator (mulberry32, public domain) for tests and benches. */
export function seeded(seed: number): Rng {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
