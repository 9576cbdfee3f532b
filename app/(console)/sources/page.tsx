import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { SourcesScreen } from '#features/gamelog/components/sources-screen.tsx'
import { sourcesPageQuery } from '#features/gamelog/queries.ts'
import { sourceQuery } from '#features/gamelog/schema.ts'
import { pageOfSources } from '#features/gamelog/service.ts'
import { sourceFilterNames } from '#features/gamelog/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('gamelog'))('title') }
}

export default async function SourcesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/sources')
  if (!may(who, 'sources.view')) return <NoPermission permission="sources.view" />
  const client = new QueryClient()
  const filter = listFilterOf(listStateOf(await searchParams, sourceFilterNames))
  const asked = sourceQuery.safeParse(filter)
  if (asked.success) await client.prefetchQuery({ queryKey: sourcesPageQuery(filter).queryKey, queryFn: () => pageOfSources(who, asked.data) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SourcesScreen />
    </HydrationBoundary>
  )
}
