import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { runKeys } from '#features/runs/queries.ts'
import { loadRun } from '#features/runs/service.ts'
import { SampleScreen } from '#features/sample/components/sample-screen.tsx'
import { sampleKeys } from '#features/sample/queries.ts'
import { listDatasets } from '#features/sample/service.ts'
import { requirePrincipal } from '#server/http/page.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sample'))('title') }
}

export default async function SamplePage() {
  const who = await requirePrincipal('/sample')
  if (!may(who, 'sample.load')) return <NoPermission permission="sample.load" />
  const client = new QueryClient()
  const items = await listDatasets()
  client.setQueryData(sampleKeys.datasets, { items })
  const newest = items[0] ? await loadRun(who, items[0].runId) : null
  if (newest && !(newest instanceof Refusal)) client.setQueryData(runKeys.one(newest.id), newest)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SampleScreen />
    </HydrationBoundary>
  )
}
