'use client'
import { Anchor, Button } from '@mantine/core'
import { IconMathFunction, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { lazy, useCallback, useMemo } from 'react'
import { column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { useListUrl } from '#components/data-table/list-url.ts'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { MetricChips, MetricFilters } from '#features/retention/metrics/components/metric-filters.tsx'
import { MetricStateTag } from '#features/retention/metrics/components/metric-state-tag.tsx'
import { useMetricWords } from '#features/retention/metrics/components/use-metric-words.ts'
import { metricPageQuery } from '#features/retention/metrics/queries.ts'
import type { Metric } from '#features/retention/metrics/schema.ts'
import { metricFilterNames, metricFilterOf } from '#features/retention/metrics/view.ts'
import classes from './metrics.module.css'

const MetricDrawer = lazy(async () => ({ default: (await import('#features/retention/metrics/components/metric-drawer.tsx')).MetricDrawer }))

/** The address of this list with the panel of a metric open beside it. */
function useHref() {
  const search = useSearchParams()
  return useCallback(
    ({ name }: Metric) => {
      const next = new URLSearchParams(search)
      next.set('metric', name)
      return `/retention/metrics?${next}`
    },
    [search],
  )
}

function useColumns(href: (metric: Metric) => string) {
  const t = useTranslations('retention.metrics')
  const words = useMetricWords()
  return useMemo(
    () => [
      column<Metric>(
        'name',
        { label: t('columns.name'), sort: 'name' },
        (metric) => (
          <Anchor component={Link} href={href(metric)} scroll={false} size="sm" fw={500} ff="monospace">
            {metric.name}
          </Anchor>
        ),
        { fixed: true },
      ),
      column<Metric>('label', { label: t('columns.label'), sort: 'label' }, (metric) => words.label(metric)),
      column<Metric>('state', { label: t('columns.state'), help: t('statesHelp') }, (metric) => <MetricStateTag active={metric.active} />),
      column<Metric>('family', { label: t('columns.family'), sort: 'family' }, (metric) => <code>{metric.family}</code>),
      column<Metric>('counts', { label: t('columns.counts') }, (metric) => (
        <span className={classes.counts} title={words.counts(metric)}>
          {words.counts(metric)}
        </span>
      )),
      column<Metric>('window', { label: t('columns.window') }, (metric) => words.window(metric.window)),
      column<Metric>('version', { label: t('columns.version'), sort: 'version', align: 'end' }, (metric) => metric.version),
      column<Metric>(
        'author',
        { label: t('columns.author'), sort: 'author' },
        (metric) => metric.author ?? <span title={t('consoleHelp')}>{t('console')}</span>,
      ),
      column<Metric>('createdAt', { label: t('columns.createdAt'), sort: 'createdAt' }, (metric) => <When at={metric.createdAt} />),
    ],
    [t, words, href],
  )
}

/** The catalogue: what each metric counts, in which version, since when; the panel beside it has the whole of one. */
export function MetricsScreen() {
  const t = useTranslations('retention.metrics')
  const may = useMay()
  const url = useListUrl(metricFilterNames)
  const query = useQuery(metricPageQuery(metricFilterOf(url)))
  const [metric, setMetric] = useQueryState('metric', parseAsString.withOptions({ history: 'push' }))
  const href = useHref()
  const columns = useColumns(href)
  const add = may('metrics.manage') && (
    <Button component={Link} href="/retention/metrics/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        {add}
      </PageHeader>
      <DataTable
        id="metrics"
        label={t('title')}
        columns={columns}
        rowId={(row) => row.name}
        rowHref={href}
        query={query}
        url={url}
        filters={<MetricFilters url={url} />}
        chips={<MetricChips url={url} />}
        firstUse={<StatePanel icon={<IconMathFunction size={28} stroke={1.5} />} title={t('firstUse')} action={add} />}
      />
      <WhenOpened opened={metric !== null}>{(opened) => <MetricDrawer name={metric} opened={opened} onClose={() => void setMetric(null)} />}</WhenOpened>
    </>
  )
}
