import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { MappingScreen } from '#features/datasheets/mapping/components/mapping-screen.tsx'
import { uploadsQuery } from '#features/datasheets/uploads/queries.ts'
import { uploadQuery } from '#features/datasheets/uploads/schema.ts'
import { listUploads } from '#features/datasheets/uploads/service.ts'
import { newestUploads } from '#features/datasheets/uploads/view.ts'
import { requirePrincipal } from '#server/http/page.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('datasheets.mapping'))('title') }
}

export default async function MappingPage() {
  const who = await requirePrincipal('/datasheets/mapping')
  if (!may(who, 'datasheets.view')) return <NoPermission permission="datasheets.view" />
  const client = new QueryClient()
  const asked = uploadQuery.parse(newestUploads)
  await client.prefetchQuery({ queryKey: uploadsQuery(newestUploads).queryKey, queryFn: () => listUploads(who, asked) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <MappingScreen />
    </HydrationBoundary>
  )
}
