import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { ImportsScreen } from '#features/datasheets/imports/components/imports-screen.tsx'
import { importsQuery } from '#features/datasheets/imports/queries.ts'
import { importQuery } from '#features/datasheets/imports/schema.ts'
import { listImports } from '#features/datasheets/imports/service.ts'
import { importFilterNames, importFilterOf } from '#features/datasheets/imports/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('datasheets.imports'))('title') }
}

export default async function ImportsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/datasheets/imports')
  if (!may(who, 'datasheets.view')) return <NoPermission permission="datasheets.view" />
  const client = new QueryClient()
  const filter = importFilterOf(listStateOf(await searchParams, importFilterNames))
  const asked = importQuery.safeParse(filter)
  if (asked.success) await client.prefetchQuery({ queryKey: importsQuery(filter).queryKey, queryFn: () => listImports(who, asked.data) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ImportsScreen />
    </HydrationBoundary>
  )
}
