'use client'
import { useComputedColorScheme } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import EChartsReact from 'echarts-for-react/esm/core'
import { useMemo } from 'react'
import { optionsOf } from '#components/chart/options.ts'
import type { ChartData } from '#components/chart/series.ts'

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

/** The drawing itself; loaded only where a chart is shown. */
export default function ChartCanvas({ data, height }: { data: ChartData; height: number }) {
  const dark = useComputedColorScheme('light') === 'dark'
  const still = useReducedMotion()
  const option = useMemo(() => optionsOf(data, { dark, still, font: getComputedStyle(document.body).fontFamily }), [data, dark, still])
  return <EChartsReact echarts={echarts} option={option} notMerge style={{ height, width: '100%' }} />
}
