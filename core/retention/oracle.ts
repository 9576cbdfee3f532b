import type { SheetRow } from './sheet.ts'

/** One log event, plain: `at` in milliseconds; `body` an object or several. */
export type LogEvent = {
  family: string
  at: number
  uid: string | null
  account?: string | null
  country?: string | null
  body?: Record<string, unknown> | Record<string, unknown>[]
}

/** A metric beside the nine, as an analyst would say it. `apart`: conditions hold within one body object, as nested mappings keep them. */
export type OracleMetric = {
  name: string
  family: string
  where: readonly { field: string; equals: unknown }[]
  rule: { kind: string; field?: string }
  subject: string | null
  window: { fromDay: number; toDay: number }
}

export type OracleInput = {
  from: number
  to: number
  lookbackFrom: number | null
  openedAt: number
  missing: readonly string[]
  identity?: 'uid' | 'account' | 'either'
  gapMs?: number
  sessionCapMs?: number | null
  /** Metrics beside the nine, after them. */
  also?: readonly OracleMetric[]
  apart?: boolean
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const bodies = (event: LogEvent): Record<string, unknown>[] => (event.body === undefined ? [] : Array.isArray(event.body) ? event.body : [event.body])
const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'))
const lastIfNull = (a: string | null, b: string | null): number => (a === b ? 0 : a === null ? 1 : b === null ? -1 : bytes(a, b))
const accountOf = (event: LogEvent): string | null => event.account ?? null

function deviceOf(event: LogEvent): string | null {
  const names = bodies(event).flatMap((body) => (typeof body.device_mod === 'string' ? [body.device_mod] : []))
  return names.sort(bytes)[0] ?? null
}

/** Session by session: each ends where the next event is further away than the gap. */
function activeSeconds(instants: readonly number[], gapMs: number, capMs: number | null): number {
  const sorted = [...instants].sort((a, b) => a - b)
  const sessions: number[][] = []
  for (const at of sorted) {
    const last = sessions.at(-1)
    if (last && at - (last.at(-1) as number) <= gapMs) last.push(at)
    else sessions.push([at])
  }
  const lengths = sessions.map((session) => (session.at(-1) as number) - (session[0] as number))
  return Math.floor(lengths.reduce((sum, length) => sum + (capMs === null ? length : Math.min(length, capMs)), 0) / 1000)
}

function killsIn(event: LogEvent): number {
  return bodies(event).reduce((sum, body) => {
    const stats = body.play_stats as { monster_kill_cnt?: number } | undefined
    return sum + (stats?.monster_kill_cnt ?? 0)
  }, 0)
}

type Player = { uid: string; account: string | null; first: number; country: string | null; device: string | null; own: LogEvent[]; byUid: LogEvent[] }
type Logs = {
  events: readonly LogEvent[]
  /** Logins of the window that name a player, those before it within the look-back, and both by account. */
  inWindow: readonly LogEvent[]
  before: readonly LogEvent[]
  byAccount: ReadonlyMap<string | null, LogEvent[]>
  input: OracleInput
}

const earliest = (logins: readonly LogEvent[]): number => logins.reduce((least, login) => Math.min(least, login.at), Number.POSITIVE_INFINITY)

/** Country and device of the least of the logins that are a player's first. */
function facts(tied: readonly LogEvent[]): { country: string | null; device: string | null } {
  const said = tied.map((event) => ({ country: event.country ?? null, device: deviceOf(event) }))
  return said.sort((a, b) => lastIfNull(a.country, b.country) || lastIfNull(a.device, b.device))[0] as (typeof said)[number]
}

/** Uids that are new, each with the least account of its first logins. */
function newUids(logs: Logs): { uid: string; account: string | null; first: number; tied: LogEvent[] }[] {
  const old = new Set(logs.before.map((login) => login.uid))
  return [...Map.groupBy(logs.inWindow, (login) => login.uid as string)].flatMap(([uid, own]) => {
    if (old.has(uid)) return []
    const first = earliest(own)
    const tied = own.filter((login) => login.at === first)
    const account = tied.map(accountOf).sort(lastIfNull)[0] as string | null
    return [{ uid, account, first, tied: tied.filter((login) => accountOf(login) === account) }]
  })
}

/** Whether nobody had logged in under this account before this very login; of logins at one millisecond the least uid was first. */
function accountIsNew({ byAccount }: Logs, { uid, account, first }: { uid: string; account: string | null; first: number }): boolean {
  if (account === null) return true
  const uses = byAccount.get(account) ?? []
  return uses.every((login) => login.at > first || (login.at === first && lastIfNull(uid, login.uid) <= 0))
}

function newAccounts(logs: Logs): { uid: string; account: string | null; first: number; tied: LogEvent[] }[] {
  const old = new Set(logs.before.map(accountOf))
  const named = logs.inWindow.filter((login) => accountOf(login) !== null)
  return [...Map.groupBy(named, (login) => accountOf(login) as string)].flatMap(([account, own]) => {
    if (old.has(account)) return []
    const first = earliest(own)
    const tied = own.filter((login) => login.at === first)
    const uid = tied.map((login) => login.uid as string).sort(bytes)[0] as string
    return [{ uid, account, first, tied: tied.filter((login) => login.uid === uid) }]
  })
}

function newPlayers(logs: Logs): Player[] {
  const { identity = 'uid' } = logs.input
  const found = identity === 'account' ? newAccounts(logs) : newUids(logs).filter((one) => identity === 'uid' || accountIsNew(logs, one))
  const byUid = Map.groupBy(logs.events, (event) => event.uid)
  const byAccount = Map.groupBy(logs.events, accountOf)
  return found.map(({ uid, account, first, tied }) => {
    const ofUid = byUid.get(uid) ?? []
    const ofAccount = identity === 'uid' || account === null ? [] : (byAccount.get(account) ?? [])
    const own = identity === 'account' ? ofAccount : [...new Set([...ofUid, ...ofAccount])]
    return { uid, account, first, ...facts(tied), own, byUid: ofUid }
  })
}

function valueAt(body: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined), body)
}

/** The values of a field in an event; `body` narrows to one of its objects. */
function valuesOf(event: LogEvent, field: string, body: Record<string, unknown> | null): unknown[] {
  const [head = '', ...rest] = field.split('.')
  if (field === 'country') return [event.country]
  if (field === 'auth.id') return [event.account]
  return (body ? [body] : bodies(event)).map((one) => (head === 'body' ? valueAt(one, rest) : undefined))
}

/** A metric that is none of the nine, by looking at every event. */
function alsoCounted(events: readonly LogEvent[], player: Player, metric: OracleMetric, input: OracleInput): number | null {
  const [from, to] = [player.first + metric.window.fromDay * DAY, player.first + metric.window.toDay * DAY]
  const firstDay = metric.window.fromDay === 0 && metric.window.toDay === 1
  if (input.missing.includes(metric.family) || (to > input.openedAt && !firstDay)) return null
  const candidates = (metric.subject === null ? player.own : events).filter((event) => event.family === metric.family && event.at >= from && event.at < to)
  const counted = candidates.flatMap((event) => {
    const objects = input.apart === false ? [null] : bodies(event)
    const fitting = (objects.length === 0 ? [null] : objects).filter(
      (body) =>
        metric.where.every(({ field, equals }) => valuesOf(event, field, body).includes(equals)) &&
        (metric.subject === null || valuesOf(event, metric.subject, body).includes(player.uid)),
    )
    return fitting.length === 0 ? [] : [fitting.flatMap((body) => (metric.rule.field === undefined ? [] : valuesOf(event, metric.rule.field, body)))]
  })
  const values = counted.flat().filter((value) => value !== undefined && value !== null)
  if (metric.rule.kind === 'any') return counted.length > 0 ? 1 : 0
  if (metric.rule.kind === 'sum') return values.reduce<number>((sum, value) => sum + Number(value), 0)
  return metric.rule.kind === 'distinct' ? new Set(values.map(String)).size : counted.length
}

function nine(player: Player, killedAt: readonly number[], input: OracleInput): Record<string, number | null> {
  const { first, own } = player
  const { missing } = input
  const day0 = own.filter((event) => event.at >= first && event.at < first + DAY)
  const all = (family: string): number | null => (missing.includes(family) ? null : day0.filter((event) => event.family === family).length)
  const count = (family: string, matches: (body: Record<string, unknown>) => boolean): number | null =>
    missing.includes(family) ? null : day0.filter((event) => event.family === family && bodies(event).some(matches)).length
  const day1 = own.some((event) => event.family === 'login_comp' && event.at >= first + DAY && event.at < first + 2 * DAY)
  return {
    retention_d1: first + 2 * DAY > input.openedAt ? null : Number(day1),
    tutorial_entry: count('tutorial_entry', (body) => body.action === 'Start'),
    tutorial_completed: count('log_tutorial', (body) => body.action_type === 'Complet' && body.stage_type === 'result'),
    dungeon_entry_count: all('survival_sta'),
    dungeon_escape_count: count('survival_end', (body) => body.result === 1),
    monster_kill_count: missing.includes('survival_end')
      ? null
      : day0.filter((event) => event.family === 'survival_end').reduce((sum, event) => sum + killsIn(event), 0),
    player_kill_count: missing.includes('player_kill') ? null : killedAt.filter((at) => at >= first && at < first + DAY).length,
    matching_complete_count: all('matching_complete'),
    friend_add_count: count('friend', (body) => body.oper_type === 0 && body.friend_type === 0),
  }
}

function killsByKiller(events: readonly LogEvent[]): Map<string, number[]> {
  const kills = new Map<string, number[]>()
  for (const event of events) {
    if (event.family !== 'player_kill') continue
    for (const killer of new Set(bodies(event).map((body) => body.instigator_uid))) {
      if (typeof killer === 'string') kills.set(killer, [...(kills.get(killer) ?? []), event.at])
    }
  }
  return kills
}

/**
 * The sheet by brute force, straight from the definitions and sharing nothing with the engine: every event of every
 * player is looked at. For tests and for the bench.
 */
export function oracleSheet(events: readonly LogEvent[], input: OracleInput): SheetRow[] {
  const { gapMs = 5 * 60_000, sessionCapMs = null, also = [] } = input
  const reach = input.lookbackFrom ?? Number.NEGATIVE_INFINITY
  const logins = events.filter((event) => event.family === 'login_comp' && event.at >= reach && event.at < input.to)
  const logs: Logs = {
    events,
    inWindow: logins.filter((event) => event.uid !== null && event.at >= input.from),
    before: logins.filter((event) => event.at < input.from),
    byAccount: Map.groupBy(logins, accountOf),
    input,
  }
  const kills = killsByKiller(events)
  const rows = newPlayers(logs).map((player) => ({
    uid: player.uid,
    account: player.account,
    nickname: null,
    firstMs: player.first,
    country: player.country,
    device: player.device,
    activeSeconds: activeSeconds(
      player.byUid.flatMap((event) => (event.at >= player.first && event.at < player.first + DAY ? [event.at] : [])),
      gapMs,
      sessionCapMs,
    ),
    metrics: {
      ...nine(player, kills.get(player.uid) ?? [], input),
      ...Object.fromEntries(also.map((metric) => [metric.name, alsoCounted(events, player, metric, input)])),
    },
  }))
  const firstIfNull = (a: string | null, b: string | null): number => (a === b ? 0 : a === null ? -1 : b === null ? 1 : bytes(a, b))
  rows.sort((a, b) => a.firstMs - b.firstMs || bytes(a.uid, b.uid) || firstIfNull(a.account, b.account))
  return rows.map((row, seq) => ({ seq, ...row }))
}
