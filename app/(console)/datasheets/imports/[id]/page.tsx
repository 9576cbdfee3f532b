import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { ImportScreen } from '#features/datasheets/imports/components/import-screen.tsx'
import { importQueryOf } from '#features/datasheets/imports/queries.ts'
import { loadImport } from '#features/datasheets/imports/service.ts'
import { requirePrincipal } from '#server/http/page.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations('datasheets.imports'))('one', { id: (await params).id }) }
}

export default async function ImportPage({ params }: Props) {
  const { id } = await params
  const who = await requirePrincipal(`/datasheets/imports/${id}`)
  if (!may(who, 'datasheets.view')) return <NoPermission permission="datasheets.view" />
  const found = await loadImport(who, id)
  if (found instanceof Refusal) notFound()
  const client = new QueryClient()
  client.setQueryData(importQueryOf(id).queryKey, found)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ImportScreen id={id} />
    </HydrationBoundary>
  )
}
