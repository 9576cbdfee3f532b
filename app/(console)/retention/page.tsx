import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { AnalysesScreen } from '#features/retention/components/analyses-screen.tsx'
import { analysesQuery } from '#features/retention/queries.ts'
import { analysisQuery } from '#features/retention/schema.ts'
import { listAnalyses } from '#features/retention/service.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../list-state.ts'
import { FirstAnalysis } from './first-analysis.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('retention'))('title') }
}

export default async function RetentionPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/retention')
  if (!may(who, 'retention.view')) return <NoPermission permission="retention.view" />
  const { page, pageSize, sort, filters } = listStateOf(await searchParams, ['source'])
  const asked = { page, pageSize, ...(sort ? { sort } : {}), ...(filters.source ? { source: filters.source } : {}) }
  const parsed = analysisQuery.safeParse(asked)
  const client = new QueryClient()
  if (parsed.success) await client.prefetchQuery({ queryKey: analysesQuery(asked).queryKey, queryFn: () => listAnalyses(who, parsed.data) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AnalysesScreen firstUse={<FirstAnalysis />} />
    </HydrationBoundary>
  )
}
