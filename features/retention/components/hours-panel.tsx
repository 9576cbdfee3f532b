'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { Chart } from '#components/chart/chart.tsx'
import { Waiting } from '#components/feedback/waiting.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { hoursChart } from '#features/retention/components/hours-chart.ts'
import { hoursQuery } from '#features/retention/hours/queries.ts'

/** New players and D1 by hour of first login, of a finished analysis. */
export function HoursPanel({ id }: { id: string }) {
  const t = useTranslations('retention.byHour')
  const format = useFormat()
  const query = useQuery(hoursQuery(id))
  const { data } = query
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
  if (!chart) return <Waiting query={query} heights={[360]} />
  return <Chart data={chart} note={chart.series[1]?.values.includes(null) ? t('gap') : undefined} />
}
