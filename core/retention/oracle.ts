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

export type OracleInput = { from: number; to: number; lookbackFrom: number | null; openedAt: number; missing: readonly string[] }

const HOUR = 3_600_000
const bodies = (event: LogEvent): Record<string, unknown>[] => (event.body === undefined ? [] : Array.isArray(event.body) ? event.body : [event.body])
const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'))
const lastIfNull = (a: string | null, b: string | null): number => (a === b ? 0 : a === null ? 1 : b === null ? -1 : bytes(a, b))

function deviceOf(event: LogEvent): string | null {
  const names = bodies(event).flatMap((body) => (typeof body.device_mod === 'string' ? [body.device_mod] : []))
  return names.sort(bytes)[0] ?? null
}

function activeSeconds(instants: readonly number[]): number {
  const sorted = [...instants].sort((a, b) => a - b)
  let sum = 0
  for (let i = 1; i < sorted.length; i++) {
    const gap = (sorted[i] as number) - (sorted[i - 1] as number)
    if (gap <= 5 * 60_000) sum += gap
  }
  return Math.floor(sum / 1000)
}

function killsIn(event: LogEvent): number {
  return bodies(event).reduce((sum, body) => {
    const stats = body.play_stats as { monster_kill_cnt?: number } | undefined
    return sum + (stats?.monster_kill_cnt ?? 0)
  }, 0)
}

/**
 * The sheet by brute force, straight from the definitions and sharing nothing with the engine: every event of every
 * player is looked at. For tests and for the bench.
 */
export function oracleSheet(events: readonly LogEvent[], input: OracleInput): SheetRow[] {
  const byUid = Map.groupBy(events, (event) => event.uid)
  const killers = new Map<string, number[]>()
  for (const event of events) {
    if (event.family !== 'player_kill') continue
    for (const killer of new Set(bodies(event).map((body) => body.instigator_uid))) {
      if (typeof killer !== 'string') continue
      const list = killers.get(killer)
      if (list) list.push(event.at)
      else killers.set(killer, [event.at])
    }
  }
  const rows: SheetRow[] = []
  for (const [uid, own] of byUid) {
    if (uid === null) continue
    const logins = own.filter((event) => event.family === 'login_comp')
    const inWindow = logins.filter((event) => event.at >= input.from && event.at < input.to)
    if (inWindow.length === 0) continue
    if (logins.some((event) => event.at < input.from && (input.lookbackFrom === null || event.at >= input.lookbackFrom))) continue
    const first = Math.min(...inWindow.map((event) => event.at))
    const tied = inWindow
      .filter((event) => event.at === first)
      .map((event) => ({ account: event.account ?? null, country: event.country ?? null, device: deviceOf(event) }))
      .sort((a, b) => lastIfNull(a.account, b.account) || lastIfNull(a.country, b.country) || lastIfNull(a.device, b.device))
    const identity = tied[0] as (typeof tied)[number]
    const day0 = own.filter((event) => event.at >= first && event.at < first + 24 * HOUR)
    const count = (family: string, matches: (body: Record<string, unknown>) => boolean): number | null =>
      input.missing.includes(family) ? null : day0.filter((event) => event.family === family && bodies(event).some(matches)).length
    const all = (family: string): number | null => (input.missing.includes(family) ? null : day0.filter((event) => event.family === family).length)
    const day1 = logins.some((event) => event.at >= first + 24 * HOUR && event.at < first + 48 * HOUR)
    rows.push({
      seq: 0,
      uid,
      account: identity.account,
      nickname: null,
      firstMs: first,
      country: identity.country,
      device: identity.device,
      activeSeconds: activeSeconds(day0.map((event) => event.at)),
      metrics: {
        retention_d1: first + 48 * HOUR > input.openedAt ? null : Number(day1),
        tutorial_entry: count('tutorial_entry', (body) => body.action === 'Start'),
        tutorial_completed: count('log_tutorial', (body) => body.action_type === 'Complet' && body.stage_type === 'result'),
        dungeon_entry_count: all('survival_sta'),
        dungeon_escape_count: count('survival_end', (body) => body.result === 1),
        monster_kill_count: input.missing.includes('survival_end')
          ? null
          : day0.filter((event) => event.family === 'survival_end').reduce((sum, event) => sum + killsIn(event), 0),
        player_kill_count: input.missing.includes('player_kill') ? null : (killers.get(uid) ?? []).filter((at) => at >= first && at < first + 24 * HOUR).length,
        matching_complete_count: all('matching_complete'),
        friend_add_count: count('friend', (body) => body.oper_type === 0 && body.friend_type === 0),
      },
    })
  }
  rows.sort((a, b) => a.firstMs - b.firstMs || bytes(a.uid, b.uid))
  return rows.map((row, seq) => ({ ...row, seq }))
}
