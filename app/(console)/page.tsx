import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { listApprovals } from '#features/approvals/listing/service.ts'
import { approvalsPageQuery } from '#features/approvals/queries.ts'
import { approvalQuery } from '#features/approvals/schema.ts'
import { openReviews } from '#features/approvals/view.ts'
import { analysesQuery } from '#features/retention/queries.ts'
import { analysisQuery } from '#features/retention/schema.ts'
import { listAnalyses } from '#features/retention/service.ts'
import { runsQuery } from '#features/runs/queries.ts'
import { runQuery } from '#features/runs/schema.ts'
import { listRuns } from '#features/runs/service.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { attention, going, recent, today } from './home-queries.ts'
import { HomeScreen } from './home-screen.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('home') }
}

export default async function HomePage() {
  const who = await requirePrincipal('/')
  const client = new QueryClient()
  const runs = may(who, 'runs.view') ? [attention, going, today(Date.now())] : []
  const asked = runs.map((filter) => client.prefetchQuery({ queryKey: runsQuery(filter).queryKey, queryFn: () => listRuns(who, runQuery.parse(filter)) }))
  if (may(who, 'retention.view'))
    asked.push(client.prefetchQuery({ queryKey: analysesQuery(recent).queryKey, queryFn: () => listAnalyses(who, analysisQuery.parse(recent)) }))
  if (may(who, 'plans.approve'))
    asked.push(
      client.prefetchQuery({ queryKey: approvalsPageQuery(openReviews).queryKey, queryFn: () => listApprovals(who, approvalQuery.parse(openReviews)) }),
    )
  await Promise.all(asked)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <HomeScreen />
    </HydrationBoundary>
  )
}
