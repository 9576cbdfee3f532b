import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { AnalysisScreen } from '#features/retention/components/analysis-screen.tsx'
import { sheetFilterNames, sheetFilterOf } from '#features/retention/components/sheet-filter.ts'
import { analysisQueryOf, playersQuery } from '#features/retention/queries.ts'
import { loadAnalysis } from '#features/retention/service.ts'
import { listPlayers } from '#features/retention/sheet/service.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../../list-state.ts'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations('retention'))('documentTitle', { id: (await params).id }) }
}

export default async function AnalysisPage({ params, searchParams }: Props) {
  const { id } = await params
  const who = await requirePrincipal(`/retention/${id}`)
  if (!may(who, 'retention.view')) return <NoPermission permission="retention.view" />
  const analysis = await loadAnalysis(who, id)
  if (analysis instanceof Refusal) notFound()
  const client = new QueryClient()
  client.setQueryData(analysisQueryOf(id).queryKey, analysis)
  if (analysis.summary) {
    const filter = sheetFilterOf(listStateOf(await searchParams, sheetFilterNames))
    const players = await listPlayers(who, id, filter)
    if (!(players instanceof Refusal)) client.setQueryData(playersQuery(id, filter).queryKey, players)
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AnalysisScreen id={id} />
    </HydrationBoundary>
  )
}
