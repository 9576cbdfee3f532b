'use client'
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { Chart } from '#components/chart/chart.tsx'
import { Waiting } from '#components/feedback/waiting.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { distributionChart } from '#features/retention/components/distribution-chart.ts'
import { isNumeric, type NamedMetric, useColumnWords } from '#features/retention/components/use-column-words.ts'
import { distributionQueryOf } from '#features/retention/sheet/queries.ts'
import type { Distribution } from '#features/retention/sheet/schema.ts'
import classes from './result.module.css'

type Props = { id: string; columns: readonly string[]; metrics: readonly NamedMetric[] }

/** How players are spread over active time, or over any number of the sheet. */
export function DistributionPanel({ id, columns, metrics }: Props) {
  const t = useTranslations('retention.distribution')
  const words = useColumnWords(metrics)
  const numeric = columns.filter((name) => isNumeric(name) && name !== 'retention_d1')
  const [column, setColumn] = useState('active_seconds')
  const query = useQuery(distributionQueryOf(id, column))
  return (
    <div className={classes.distribution}>
      <Select
        size="xs"
        label={t('column')}
        value={column}
        onChange={(value) => setColumn(value ?? 'active_seconds')}
        data={numeric.map((value) => ({ value, label: value === 'active_seconds' ? t('active') : words(value).label }))}
        allowDeselect={false}
        w={240}
        maw="100%"
      />
      {query.data ? (
        <Drawn distribution={query.data} label={column === 'active_seconds' ? t('active') : words(column).label} />
      ) : (
        <Waiting query={query} heights={[340]} />
      )}
    </div>
  )
}

function Drawn({ distribution, label }: { distribution: Distribution; label: string }) {
  const t = useTranslations('retention.distribution')
  const format = useFormat()
  const { column, players, unknown, mean, median, min, max } = distribution
  const chart = useMemo(() => {
    const words = { title: t('title', { name: label }), value: column === 'active_seconds' ? t('minutes') : label, players: t('players'), share: t('share') }
    return distributionChart(distribution, words, format)
  }, [distribution, column, label, t, format])
  const scale = column === 'active_seconds' ? 60 : 1
  const figure = (value: number | null) => (value === null ? '–' : format.decimal(value / scale))
  const facts = t('facts', { mean: figure(mean), median: figure(median), min: figure(min), max: figure(max) })
  const missing = unknown > 0 ? ` ${t('unknown', { count: format.number(unknown) })}` : ''
  if (players === 0) return <p className={classes.hint}>{t('nothing')}</p>
  return <Chart data={chart} note={`${facts}${missing}`} />
}
