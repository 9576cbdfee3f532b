import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { plansQuery } from '#features/datasheets/plans/queries.ts'
import { planQuery } from '#features/datasheets/plans/schema.ts'
import { listPlans } from '#features/datasheets/plans/service.ts'
import { recentPlans } from '#features/datasheets/plans/view.ts'
import { UploadsScreen } from '#features/datasheets/uploads/components/uploads-screen.tsx'
import { uploadsQuery } from '#features/datasheets/uploads/queries.ts'
import { uploadQuery } from '#features/datasheets/uploads/schema.ts'
import { listUploads } from '#features/datasheets/uploads/service.ts'
import { uploadFilterNames, uploadFilterOf } from '#features/datasheets/uploads/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('datasheets'))('title') }
}

export default async function DatasheetsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/datasheets')
  if (!may(who, 'datasheets.view')) return <NoPermission permission="datasheets.view" />
  const client = new QueryClient()
  const filter = uploadFilterOf(listStateOf(await searchParams, uploadFilterNames))
  const asked = uploadQuery.safeParse(filter)
  await Promise.all([
    asked.success && client.prefetchQuery({ queryKey: uploadsQuery(filter).queryKey, queryFn: () => listUploads(who, asked.data) }),
    client.prefetchQuery({ queryKey: plansQuery(recentPlans).queryKey, queryFn: () => listPlans(who, planQuery.parse(recentPlans)) }),
  ])
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <UploadsScreen />
    </HydrationBoundary>
  )
}
