'use client'
import { SegmentedControl, Skeleton } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ChartTable } from '#components/chart/chart-table.tsx'
import type { ChartData } from '#components/chart/series.ts'
import { Panel } from '#components/feedback/panel.tsx'
import classes from './chart.module.css'

const height = 280

const Canvas = dynamic(() => import('#components/chart/canvas.tsx'), { ssr: false, loading: () => <Skeleton height={height} /> })

/** The one chart of the console, with its twin: the same numbers as a table. `note` says what one must know to read it. */
export function Chart({ data, note }: { data: ChartData; note?: string }) {
  const t = useTranslations('chart')
  const [shown, setShown] = useState('chart')
  const series = data.series.map(({ label }) => label).join(', ')
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label={t('show')}
      value={shown}
      onChange={setShown}
      data={[
        { value: 'chart', label: t('chart') },
        { value: 'table', label: t('table') },
      ]}
    />
  )
  return (
    <Panel title={data.title} action={choice}>
      {shown === 'table' ? (
        <div className={classes.table}>
          <ChartTable data={data} />
        </div>
      ) : (
        <div role="img" aria-label={t('summary', { title: data.title, axis: data.along.label, series })} style={{ minHeight: height }}>
          <Canvas data={data} height={height} />
        </div>
      )}
      {note && <p className={classes.note}>{note}</p>}
    </Panel>
  )
}
