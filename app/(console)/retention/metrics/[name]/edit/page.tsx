import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
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

type Params = { params: Promise<{ name: string }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: (await getTranslations('retention.metrics'))('editTitle', { name: (await params).name }) }
}

export default async function EditMetricPage({ params }: Params) {
  const { name } = await params
  const who = await requirePrincipal(`/retention/metrics/${name}/edit`)
  if (!may(who, 'metrics.manage')) return <NoPermission permission="metrics.manage" />
  const t = await getTranslations('retention')
  const [sources, metrics] = await Promise.all([listSources(who), listMetrics(who)])
  const present = metrics.items.find((metric) => metric.name === name)
  if (!present || present.builtIn) notFound()
  const client = new QueryClient()
  client.setQueryData(sourcesKey, { items: sources })
  client.setQueryData(metricsKey, metrics)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PageHeader title={t('metrics.editTitle', { name })} lead={t('metrics.editLead')} crumbs={[{ href: '/retention/metrics', label: t('metrics.title') }]} />
      <MetricEditor present={present} />
    </HydrationBoundary>
  )
}
