import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { PlansScreen } from '#features/datasheets/plans/components/plans-screen.tsx'
import { plansQuery } from '#features/datasheets/plans/queries.ts'
import { planQuery } from '#features/datasheets/plans/schema.ts'
import { listPlans } from '#features/datasheets/plans/service.ts'
import { planFilterNames, planFilterOf } from '#features/datasheets/plans/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('datasheets.plans'))('title') }
}

export default async function PlansPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/datasheets/plans')
  if (!may(who, 'datasheets.view')) return <NoPermission permission="datasheets.view" />
  const client = new QueryClient()
  const filter = planFilterOf(listStateOf(await searchParams, planFilterNames))
  const asked = planQuery.safeParse(filter)
  if (asked.success) await client.prefetchQuery({ queryKey: plansQuery(filter).queryKey, queryFn: () => listPlans(who, asked.data) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PlansScreen />
    </HydrationBoundary>
  )
}
