import { expect, it } from 'vitest'
import { hoursChart } from '#features/retention/components/hours-chart.ts'

const words = { title: 't', hour: 'h', players: 'p', rate: 'r', ripe: 'ripe', retained: 'kept', unknown: 'not over' }
const format = { number: String, percent: (ratio: number) => `${ratio * 100}%`, dateTime: (iso: string, zone: string) => `${iso} ${zone}` }

it('draws the hours of the source with gaps where nobody is ripe', () => {
  const items = [
    { at: '2026-10-01T15:00:00.000Z', players: 4, ripe: 4, retained: 0, rateD1: 0 },
    { at: '2026-10-01T16:00:00.000Z', players: 2, ripe: 0, retained: 0, rateD1: null },
  ]
  const chart = hoursChart({ zone: 'Asia/Seoul', items }, words, format)
  expect(chart.along.values).toEqual(['10-02 00:00', '10-02 01:00'])
  expect(chart.series.map((one) => one.values)).toEqual([
    [4, 2],
    [0, null],
  ])
  expect(chart.further?.map((one) => [one.id, one.values])).toEqual([
    ['ripe', [4, 0]],
    ['retained', [0, 0]],
  ])
})
