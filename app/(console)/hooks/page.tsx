import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { HooksScreen } from '#features/notices/components/hooks-screen.tsx'
import { pageOfHooks } from '#features/notices/hooks/service.ts'
import { hooksPageQuery } from '#features/notices/queries.ts'
import { hookQuery } from '#features/notices/schema.ts'
import { hookFilterNames } from '#features/notices/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notices'))('title') }
}

export default async function HooksPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/hooks')
  if (!may(who, 'hooks.manage')) return <NoPermission permission="hooks.manage" />
  const client = new QueryClient()
  const filter = listFilterOf(listStateOf(await searchParams, hookFilterNames))
  const asked = hookQuery.safeParse(filter)
  if (asked.success) await client.prefetchQuery({ queryKey: hooksPageQuery(filter).queryKey, queryFn: () => pageOfHooks(who, asked.data) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <HooksScreen />
    </HydrationBoundary>
  )
}
