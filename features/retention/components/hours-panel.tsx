'use client'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { Chart } from '#components/chart/chart.tsx'
import { Late } from '#components/feedback/late.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { hoursChart } from '#features/retention/components/hours-chart.ts'
import { hoursQuery } from '#features/retention/hours/queries.ts'

/** New players and D1 by hour of first login, of a finished analysis. */
export function HoursPanel({ id }: { id: string }) {
  const t = useTranslations('retention.byHour')
  const format = useFormat()
  const { data, error, refetch } = useQuery(hoursQuery(id))
  const chart = useMemo(() => {
    if (!data) return null
    const words = {
      title: t('title'),
      hour: t('hour'),
      players: t('players'),
      rate: t('rate'),
      ripe: t('ripe'),
      retained: t('retained'),
      unknown: t('unknown'),
    }
    return hoursChart(data, words, format)
  }, [data, t, format])
  if (error && !data) return <ProblemNote error={error} onRetry={() => refetch()} />
  if (!chart)
    return (
      <Late>
        <Skeleton height={360} />
      </Late>
    )
  return <Chart data={chart} note={chart.series[1]?.values.includes(null) ? t('gap') : undefined} />
}
