import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '#components/shell/page-header.tsx'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { sourcesKey } from '#features/gamelog/queries.ts'
import { listSources } from '#features/gamelog/service.ts'
import { MetricEditor } from '#features/retention/metrics/components/metric-editor.tsx'
import { metricsKey } from '#features/retention/metrics/queries.ts'
import { listMetrics } from '#features/retention/metrics/service.ts'
import { requirePrincipal } from '#server/http/page.ts'
import type { Search } from '../../../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('retention.metrics'))('addTitle') }
}

export default async function NewMetricPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/retention/metrics/new')
  if (!may(who, 'metrics.manage')) return <NoPermission permission="metrics.manage" />
  const t = await getTranslations('retention')
  const [{ like }, sources, metrics] = await Promise.all([searchParams, listSources(who), listMetrics(who)])
  const client = new QueryClient()
  client.setQueryData(sourcesKey, { items: sources })
  client.setQueryData(metricsKey, metrics)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHeader title={t('metrics.addTitle')} lead={t('metrics.addLead')} crumbs={[{ href: '/retention/metrics', label: t('metrics.title') }]} />
      <MetricEditor like={metrics.items.find(({ name }) => name === like)} />
    </HydrationBoundary>
  )
}
