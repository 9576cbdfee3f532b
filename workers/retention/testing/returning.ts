import type { Rng } from '#core/retention/adversarial.ts'
import type { LogEvent } from '#core/retention/oracle.ts'

export type Gate = { country: string; players: number; returned: number }

const HOUR = 3_600_000
const DAY = 24 * HOUR

function returnOf(rng: Rng, i: number): number {
  if (i % 50 === 0) return DAY
  if (i % 50 === 1) return 2 * DAY - 1
  return DAY + Math.floor(rng() * DAY)
}

/** Logins that look like a return and are none. */
function decoysOf(i: number): number[] {
  const all = [[], [DAY - 1], [2 * DAY], [DAY - 1, 2 * DAY], [0]]
  return all[i % all.length] ?? []
}

/**
 * First logins in [from, to) of exactly `players` players, of whom exactly `returned`, spread evenly, log in again on
 * their day 1. Of those who do not, most log in a millisecond before it, or at its end.
 */
export function returningPlayers(rng: Rng, { country, players, returned }: Gate, { from, to }: { from: number; to: number }): LogEvent[] {
  const events: LogEvent[] = []
  for (let i = 0; i < players; i++) {
    const uid = `${country}-${String(i).padStart(6, '0')}`
    const first = from + Math.floor(rng() * (to - from))
    const returns = Math.floor(((i + 1) * returned) / players) > Math.floor((i * returned) / players)
    const later = returns ? [returnOf(rng, i)] : decoysOf(i)
    for (const after of [0, ...later]) events.push({ family: 'login_comp', at: first + after, uid, country, body: {} })
  }
  return events
}
