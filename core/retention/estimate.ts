/** What runs cost whatever their size: opening, looking, closing. */
const LEAST_MS = 500

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/**
 * How long an analysis of `players` may take in milliseconds, from what past ones took: the median time a player, and a
 * little for what does not depend on them. Null without past ones.
 */
export function etaOf(players: number, past: readonly { players: number; durationMs: number }[]): number | null {
  const known = past.filter((one) => one.players > 0)
  if (known.length === 0) return null
  const perPlayer = median(known.map((one) => Math.max(0, one.durationMs - LEAST_MS) / one.players))
  return Math.round(LEAST_MS + perPlayer * players)
}
