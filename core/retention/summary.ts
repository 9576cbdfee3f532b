const Z95 = 1.959963984540054

/** Wilson score interval at 95 % of `hits` in `total`, both bounds in 0..1; null without any. Source: Wilson 1927. */
export function wilson(hits: number, total: number): [number, number] | null {
  if (total === 0) return null
  const p = hits / total
  const z2 = Z95 * Z95
  const middle = p + z2 / (2 * total)
  const half = Z95 * Math.sqrt((p * (1 - p)) / total + z2 / (4 * total * total))
  const scale = 1 + z2 / total
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)]
}

/** Sums over the players of a sheet, each a plain count. */
export type Totals = { players: number; ripeD1: number; retainedD1: number; activeSeconds: number; tutorialCompleted: number | null }

export type SheetSummary = {
  players: number
  ripeD1: number
  retainedD1: number
  rateD1: number | null
  intervalD1: [number, number] | null
  activeMinutesMean: number | null
  tutorialCompleted: number | null
  sampledFrom: number | null
}

/** Rates over players whose day 1 is over; null, never 0, where there is nothing to divide by. */
export function summarise(totals: Totals, sampledFrom: number | null): SheetSummary {
  return {
    players: totals.players,
    ripeD1: totals.ripeD1,
    retainedD1: totals.retainedD1,
    rateD1: totals.ripeD1 === 0 ? null : totals.retainedD1 / totals.ripeD1,
    intervalD1: wilson(totals.retainedD1, totals.ripeD1),
    activeMinutesMean: totals.players === 0 ? null : totals.activeSeconds / 60 / totals.players,
    tutorialCompleted: totals.tutorialCompleted,
    sampledFrom,
  }
}
