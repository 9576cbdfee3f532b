import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { MetricsScreen } from '#features/retention/metrics/components/metrics-screen.tsx'
import { metricPageQuery } from '#features/retention/metrics/queries.ts'
import { metricQuery } from '#features/retention/metrics/schema.ts'
import { listMetricPage } from '#features/retention/metrics/service.ts'
import { metricFilterNames, metricFilterOf } from '#features/retention/metrics/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('retention.metrics'))('title') }
}

export default async function MetricsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/retention/metrics')
  if (!may(who, 'retention.view')) return <NoPermission permission="retention.view" />
  const client = new QueryClient()
  const filter = metricFilterOf(listStateOf(await searchParams, metricFilterNames))
  const asked = metricQuery.safeParse(filter)
  if (asked.success) await client.prefetchQuery({ queryKey: metricPageQuery(filter).queryKey, queryFn: () => listMetricPage(who, asked.data) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <MetricsScreen />
    </HydrationBoundary>
  )
}
