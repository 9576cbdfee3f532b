import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { CompareScreen } from '#features/retention/components/compare-screen.tsx'
import { analysisQueryOf } from '#features/retention/queries.ts'
import { loadAnalysis } from '#features/retention/service.ts'
import { requirePrincipal } from '#server/http/page.ts'
import type { Search } from '../../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('retention.compare'))('title') }
}

const idOf = (value: string | string[] | undefined): string => (typeof value === 'string' && /^\d{1,19}$/.test(value) ? value : '')

export default async function ComparePage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const [a, b] = [idOf(search.a), idOf(search.b)]
  const who = await requirePrincipal(`/retention/compare?a=${a}&b=${b}`)
  if (!may(who, 'retention.view')) return <NoPermission permission="retention.view" />
  const client = new QueryClient()
  for (const id of new Set([a, b].filter(Boolean))) {
    const analysis = await loadAnalysis(who, id)
    if (!(analysis instanceof Refusal)) client.setQueryData(analysisQueryOf(id).queryKey, analysis)
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <CompareScreen a={a} b={b} />
    </HydrationBoundary>
  )
}
