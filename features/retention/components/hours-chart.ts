import type { ChartData } from '#components/chart/series.ts'
import { wallClock } from '#core/shared/zoned.ts'
import type { HoursAnswer } from '#features/retention/hours/schema.ts'

type Words = Record<'title' | 'hour' | 'players' | 'rate' | 'ripe' | 'retained' | 'unknown', string>
type Format = { number: (value: number) => string; percent: (ratio: number) => string; dateTime: (iso: string, zone: string) => string }

/** First logins as bars and day-1 retention as a line over the hours; hours in which nobody is ripe have a gap in the line. */
export function hoursChart({ zone, items }: HoursAnswer, words: Words, format: Format): ChartData {
  const count = (id: 'ripe' | 'retained') => ({ id, label: words[id], kind: 'bar' as const, values: items.map((item) => item[id]), format: format.number })
  return {
    title: words.title,
    along: {
      label: words.hour,
      values: items.map(({ at }) => wallClock(Date.parse(at), zone).slice(5, 16)),
      whole: items.map(({ at }) => format.dateTime(at, zone)),
    },
    series: [
      { id: 'players', label: words.players, kind: 'bar', values: items.map((item) => item.players), format: format.number },
      {
        id: 'rate',
        label: words.rate,
        kind: 'line',
        axis: 'right',
        values: items.map((item) => item.rateD1),
        format: format.percent,
        unknown: words.unknown,
      },
    ],
    further: [count('ripe'), count('retained')],
  }
}
