import type { LogEvent } from '#core/retention/oracle.ts'
import type { SearchClient } from '#server/search/client.ts'
import { writeLogs } from '#workers/retention/testing/log-indices.ts'

const DAY_MS = 86_400_000
const PLAYERS_AT_ONCE = 5_000
const ACTIVE_SECONDS = 90

/** What every sheet of the thin logs must add up to. */
export type ThinTotals = { players: number; activeSeconds: number; retained: number; tutorials: number }

/** One new player: a login, a tutorial, a dungeon, and for every fifth one a login on day 1. */
function eventsOf(player: number, firstMs: number): LogEvent[] {
  const who = { uid: `thin-${player}`, account: `account-${player}`, country: player % 2 ? 'KR' : 'JP' }
  const first: LogEvent[] = [
    { ...who, family: 'login_comp', at: firstMs, body: { device_mod: `device-${player % 7}` } },
    { ...who, family: 'log_tutorial', at: firstMs + 30_000, body: { action_type: 'Complet', stage_type: 'result' } },
    { ...who, family: 'survival_end', at: firstMs + ACTIVE_SECONDS * 1_000, body: { result: 1, play_stats: { monster_kill_cnt: 3 } } },
  ]
  return player % 5 ? first : [...first, { ...who, family: 'login_comp', at: firstMs + 30 * 3_600_000, body: {} }]
}

/** Writes the logs of very many new players with few events each, whose first logins are spread evenly over a day. */
export async function writeThin(
  client: SearchClient,
  prefix: string,
  players: number,
): Promise<{ from: number; to: number; events: number; totals: ThinTotals }> {
  const from = Math.floor(Date.now() / DAY_MS) * DAY_MS - 4 * DAY_MS
  let events = 0
  for (let player = 0; player < players; player += PLAYERS_AT_ONCE) {
    const some = Array.from({ length: Math.min(PLAYERS_AT_ONCE, players - player) }, (_, i) =>
      eventsOf(player + i, from + Math.floor(((player + i) / players) * DAY_MS)),
    ).flat()
    await writeLogs(client, prefix, { body: 'nested', text: 'text+keyword', suffix: '' }, some)
    events += some.length
  }
  const totals = { players, activeSeconds: players * ACTIVE_SECONDS, retained: Math.ceil(players / 5), tutorials: players }
  return { from, to: from + DAY_MS, events, totals }
}
