import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { ExportScreen } from '#features/datasheets/exports/components/export-screen.tsx'
import { exportsQuery, recentExports } from '#features/datasheets/exports/queries.ts'
import { listExports } from '#features/datasheets/exports/service.ts'
import { requirePrincipal } from '#server/http/page.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('datasheets.exports'))('title') }
}

export default async function ExportPage() {
  const who = await requirePrincipal('/datasheets/export')
  if (!may(who, 'datasheets.export')) return <NoPermission permission="datasheets.export" />
  const client = new QueryClient()
  await client.prefetchQuery({ queryKey: exportsQuery.queryKey, queryFn: () => listExports(who, recentExports) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ExportScreen />
    </HydrationBoundary>
  )
}
