import { describe, expect, it } from 'vitest'
import { hintOf, optionsOf } from '#components/chart/options.ts'
import { type ChartData, palette } from '#components/chart/series.ts'

const data: ChartData = {
  title: 'Players',
  along: { label: 'Hour', values: ['09', '10', '11'], whole: ['Sat 09:00 KST', 'Sat 10:00 KST', '<b>x</b>'] },
  series: [
    { id: 'players', label: 'New', kind: 'bar', values: [3, 0, 2], format: String },
    { id: 'rate', label: 'D1', kind: 'line', axis: 'right', values: [0.5, null, 0], format: (value) => `${value * 100}%`, unknown: 'not over' },
  ],
}
const look = { dark: false, still: false, font: 'sans-serif' }

describe('a chart', () => {
  it('keeps what is not known as a gap and zero as zero', () => {
    const { series } = optionsOf(data, look) as { series: Record<string, unknown>[] }
    expect(series.map((one) => one.data)).toEqual([
      [3, 0, 2],
      [0.5, '-', 0],
    ])
    expect(series[1]).toMatchObject({ connectNulls: false, yAxisIndex: 1 })
  })

  it('does not move when no motion is wanted, and changes colours with the theme', () => {
    expect(optionsOf(data, { ...look, still: true })).toMatchObject({ animation: false })
    expect(optionsOf(data, { ...look, dark: true })).toMatchObject({ color: palette.dark })
  })

  it('says why a value is missing', () => {
    expect(hintOf(data, 0)).toBe('<b>Sat 09:00 KST</b><br>New: <b>3</b><br>D1: <b>50%</b>')
    expect(hintOf(data, 1)).toContain('D1: <b>– not over</b>')
  })

  it('59: never lets a name become markup', () => {
    expect(hintOf(data, 2)).toContain('&lt;b&gt;x&lt;/b&gt;')
    const [first] = data.series
    const label = '<img src=x onerror=alert(1)>'
    expect(hintOf({ ...data, series: first ? [{ ...first, label, format: () => label }] : [] }, 0)).not.toContain('<img')
  })
})
