import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { EnvironmentsScreen } from '#features/environments/components/environments-screen.tsx'
import { environmentsKey } from '#features/environments/queries.ts'
import { listEnvironments } from '#features/environments/service.ts'
import { requirePrincipal } from '#server/http/page.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('environments'))('title') }
}

export default async function EnvironmentsPage() {
  const who = await requirePrincipal('/environments')
  if (!may(who, 'environments.view')) return <NoPermission permission="environments.view" />
  const client = new QueryClient()
  await client.prefetchQuery({ queryKey: environmentsKey, queryFn: async () => ({ items: await listEnvironments(who) }) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <EnvironmentsScreen />
    </HydrationBoundary>
  )
}
