import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { EnvironmentsScreen } from '#features/environments/components/environments-screen.tsx'
import { environmentsPageQuery } from '#features/environments/queries.ts'
import { environmentQuery } from '#features/environments/schema.ts'
import { pageOfEnvironments } from '#features/environments/service.ts'
import { environmentFilterNames } from '#features/environments/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('environments'))('title') }
}

export default async function EnvironmentsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/environments')
  if (!may(who, 'environments.view')) return <NoPermission permission="environments.view" />
  const client = new QueryClient()
  const filter = listFilterOf(listStateOf(await searchParams, environmentFilterNames))
  const asked = environmentQuery.safeParse(filter)
  if (asked.success) await client.prefetchQuery({ queryKey: environmentsPageQuery(filter).queryKey, queryFn: () => pageOfEnvironments(who, asked.data) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <EnvironmentsScreen />
    </HydrationBoundary>
  )
}
