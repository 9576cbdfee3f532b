import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { PlanScreen } from '#features/datasheets/plans/components/plan-screen.tsx'
import { planQueryOf } from '#features/datasheets/plans/queries.ts'
import { loadPlan } from '#features/datasheets/plans/service.ts'
import { requirePrincipal } from '#server/http/page.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations('datasheets.plans'))('documentTitle', { id: (await params).id }) }
}

export default async function PlanPage({ params }: Props) {
  const { id } = await params
  const who = await requirePrincipal(`/datasheets/plans/${id}`)
  if (!may(who, 'datasheets.view')) return <NoPermission permission="datasheets.view" />
  const plan = await loadPlan(who, id)
  if (plan instanceof Refusal) notFound()
  const client = new QueryClient()
  client.setQueryData(planQueryOf(id).queryKey, plan)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PlanScreen id={id} />
    </HydrationBoundary>
  )
}
