import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { RunScreen } from '#features/runs/components/run-screen.tsx'
import { runKeys } from '#features/runs/queries.ts'
import { loadRun } from '#features/runs/service.ts'
import { requirePrincipal } from '#server/http/page.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('runs.page')
  return { title: t('documentTitle', { id: (await params).id }) }
}

export default async function RunPage({ params }: Props) {
  const { id } = await params
  const who = await requirePrincipal(`/runs/${id}`)
  if (!may(who, 'runs.view')) return <NoPermission permission="runs.view" />
  const run = await loadRun(who, id)
  if (run instanceof Refusal) notFound()
  const client = new QueryClient()
  client.setQueryData(runKeys.one(id), run)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RunScreen id={id} />
    </HydrationBoundary>
  )
}
