import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { ApprovalsScreen } from '#features/approvals/components/approvals-screen.tsx'
import { countWaiting, listApprovals } from '#features/approvals/listing/service.ts'
import { approvalsPageQuery, countsQuery } from '#features/approvals/queries.ts'
import { approvalQuery } from '#features/approvals/schema.ts'
import { approvalFilterNames, inBox } from '#features/approvals/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('approvals'))('title') }
}

export default async function ApprovalsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/approvals')
  if (!may(who, 'approvals.view')) return <NoPermission permission="approvals.view" />
  const client = new QueryClient()
  const filter = inBox(listFilterOf(listStateOf(await searchParams, approvalFilterNames)))
  const asked = approvalQuery.safeParse(filter)
  await Promise.all([
    client.prefetchQuery({ queryKey: countsQuery.queryKey, queryFn: () => countWaiting(who) }),
    ...(asked.success ? [client.prefetchQuery({ queryKey: approvalsPageQuery(filter).queryKey, queryFn: () => listApprovals(who, asked.data) })] : []),
  ])
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ApprovalsScreen />
    </HydrationBoundary>
  )
}
