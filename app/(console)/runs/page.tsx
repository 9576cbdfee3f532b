import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { RunsScreen } from '#features/runs/components/runs-screen.tsx'
import { runsQuery } from '#features/runs/queries.ts'
import { runQuery } from '#features/runs/schema.ts'
import { listRuns } from '#features/runs/service.ts'
import { filterOf } from '#features/runs/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { GettingStarted } from '../getting-started.tsx'
import { listStateOf, type Search } from '../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('runs'))('title') }
}

export default async function RunsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/runs')
  if (!may(who, 'runs.view')) return <NoPermission permission="runs.view" />
  const client = new QueryClient()
  const filter = filterOf(listStateOf(await searchParams, ['q', 'kind', 'state', 'by', 'when']), Date.now())
  const asked = runQuery.safeParse(filter)
  if (asked.success) await client.prefetchQuery({ queryKey: runsQuery(filter).queryKey, queryFn: () => listRuns(who, asked.data) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RunsScreen firstUse={<GettingStarted />} />
    </HydrationBoundary>
  )
}
