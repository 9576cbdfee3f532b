import type { EChartsCoreOption } from 'echarts/core'
import { type ChartData, palette, type Series, wholeName } from '#components/chart/series.ts'

export type Look = { dark: boolean; still: boolean; font: string }

const grounds = {
  light: { text: '#5b626c', line: '#e6e8eb', raised: '#ffffff', strong: '#191c20' },
  dark: { text: '#a0a5ae', line: '#282b32', raised: '#191b1f', strong: '#e4e6e9' },
} as const

const escaped: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const plain = (text: string): string => text.replace(/[&<>"']/g, (sign) => escaped[sign] ?? sign)

/** What is known at one place of the axis, as the body of a hint. Names come from outside and are escaped. */
export function hintOf(data: ChartData, index: number): string {
  const lines = data.series.map(({ label, values, format, unknown }) => {
    const value = values[index] ?? null
    return `${plain(label)}: <b>${value === null ? `– ${unknown ? plain(unknown) : ''}` : plain(format(value))}</b>`
  })
  return [`<b>${plain(wholeName(data, index))}</b>`, ...lines].join('<br>')
}

function drawn(one: Series): Record<string, unknown> {
  const common = { name: one.label, type: one.kind, yAxisIndex: one.axis === 'right' ? 1 : 0, data: one.values.map((value) => value ?? '-') }
  // A value between two gaps would be invisible as a line: it needs its dot.
  if (one.kind === 'line') return { ...common, connectNulls: false, symbol: 'circle', symbolSize: 6, lineStyle: { width: 2 }, z: 3 }
  return { ...common, barMaxWidth: 28, itemStyle: { borderRadius: [2, 2, 0, 0], opacity: 0.85 } }
}

/** A chart's data as the drawing library wants it: gaps for what is not known, colours by theme, no motion when none is wanted. */
export function optionsOf(data: ChartData, { dark, still, font }: Look): EChartsCoreOption {
  const ground = grounds[dark ? 'dark' : 'light']
  const scale = (axis: 'left' | 'right') => {
    const first = data.series.find((one) => (one.axis ?? 'left') === axis)
    return {
      type: 'value',
      show: first !== undefined,
      name: first?.label ?? '',
      nameTextStyle: { color: ground.text, align: axis === 'left' ? 'left' : 'right' },
      min: 0,
      axisLabel: { color: ground.text, formatter: (value: number) => first?.format(value) ?? '' },
      splitLine: { show: axis === 'left', lineStyle: { color: ground.line } },
    }
  }
  return {
    animation: !still,
    animationDuration: 140,
    animationDurationUpdate: 140,
    color: [...palette[dark ? 'dark' : 'light']],
    textStyle: { fontFamily: font, fontSize: 12 },
    grid: { left: 8, right: 8, top: 56, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, itemGap: 16, textStyle: { color: ground.strong } },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      backgroundColor: ground.raised,
      borderColor: ground.line,
      textStyle: { color: ground.strong, fontSize: 12 },
      formatter: (at: unknown) => hintOf(data, Array.isArray(at) ? Number(at[0]?.dataIndex ?? 0) : 0),
    },
    xAxis: {
      type: 'category',
      data: [...data.along.values],
      axisLabel: { color: ground.text, hideOverlap: true },
      axisLine: { lineStyle: { color: ground.line } },
      axisTick: { show: false },
    },
    yAxis: [scale('left'), scale('right')],
    series: data.series.map(drawn),
  }
}
