import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { PoliciesScreen } from '#features/approvals/components/policies-screen.tsx'
import { loadPolicies } from '#features/approvals/policies/service.ts'
import { policiesQuery } from '#features/approvals/queries.ts'
import { requirePrincipal } from '#server/http/page.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('approvals.policies'))('title') }
}

export default async function PoliciesPage() {
  const who = await requirePrincipal('/approvals/policies')
  if (!may(who, 'approvals.view')) return <NoPermission permission="approvals.view" />
  const client = new QueryClient()
  await client.prefetchQuery({ queryKey: policiesQuery.queryKey, queryFn: () => loadPolicies(who) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PoliciesScreen />
    </HydrationBoundary>
  )
}
