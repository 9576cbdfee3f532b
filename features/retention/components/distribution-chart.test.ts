import { expect, it } from 'vitest'
import { binName, distributionChart } from './distribution-chart.ts'

const plain = (value: number) => String(value)

it('a bin of one whole number is called by it, others by their bounds', () => {
  expect(binName({ from: 3, to: 4 }, 1, plain)).toBe('3')
  expect(binName({ from: 0, to: 0 }, 1, plain)).toBe('0')
  expect(binName({ from: 10, to: 20 }, 1, plain)).toBe('10–20')
  expect(binName({ from: 60, to: 120 }, 60, plain)).toBe('1–2')
})

it('draws players and tables their shares', () => {
  const distribution = {
    column: 'active_seconds',
    players: 4,
    unknown: 1,
    min: 0,
    max: 90,
    mean: 40,
    median: 30,
    bins: [
      { from: 0, to: 60, players: 3 },
      { from: 60, to: 120, players: 1 },
    ],
  }
  const chart = distributionChart(distribution, { title: 'T', value: 'V', players: 'P', share: 'S' }, { number: plain, percent: plain })
  expect(chart.along.values).toEqual(['0–1', '1–2'])
  expect(chart.series[0]?.values).toEqual([3, 1])
  expect(chart.further?.[0]?.values).toEqual([0.75, 0.25])
})
