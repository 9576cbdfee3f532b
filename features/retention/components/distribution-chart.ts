import type { ChartData } from '#components/chart/series.ts'
import type { Distribution } from '#features/retention/sheet/schema.ts'

type Words = Record<'title' | 'value' | 'players' | 'share', string>
type Format = { number: (value: number) => string; percent: (ratio: number) => string }

/** Seconds are read in minutes. */
const scaleOf = (column: string): number => (column === 'active_seconds' ? 60 : 1)

/** How a bin is called: one whole number, or from–to. */
export function binName({ from, to }: { from: number; to: number }, scale: number, format: (value: number) => string): string {
  const [low, high] = [from / scale, to / scale]
  return scale === 1 && Number.isInteger(low) && high - low <= 1 ? format(low) : `${format(low)}–${format(high)}`
}

/** Players by value as bars, with their share of all players who have a value in the table. */
export function distributionChart({ column, players, bins }: Distribution, words: Words, format: Format): ChartData {
  const names = bins.map((bin) => binName(bin, scaleOf(column), format.number))
  return {
    title: words.title,
    along: { label: words.value, values: names },
    series: [{ id: 'players', label: words.players, kind: 'bar', values: bins.map((bin) => bin.players), format: format.number }],
    further: [
      { id: 'share', label: words.share, kind: 'bar', values: bins.map((bin) => (players === 0 ? null : bin.players / players)), format: format.percent },
    ],
  }
}
