import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { SourcesScreen } from '#features/gamelog/components/sources-screen.tsx'
import { sourcesKey } from '#features/gamelog/queries.ts'
import { listSources } from '#features/gamelog/service.ts'
import { requirePrincipal } from '#server/http/page.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('gamelog'))('title') }
}

export default async function SourcesPage() {
  const who = await requirePrincipal('/sources')
  if (!may(who, 'sources.view')) return <NoPermission permission="sources.view" />
  const client = new QueryClient()
  await client.prefetchQuery({ queryKey: sourcesKey, queryFn: async () => ({ items: await listSources(who) }) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SourcesScreen />
    </HydrationBoundary>
  )
}
