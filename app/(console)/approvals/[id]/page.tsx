import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { ApprovalScreen } from '#features/approvals/components/approval-screen.tsx'
import { loadApproval } from '#features/approvals/listing/service.ts'
import { approvalQueryOf } from '#features/approvals/queries.ts'
import { requirePrincipal } from '#server/http/page.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('approvals')
  return { title: t('one', { id: (await params).id }) }
}

export default async function ApprovalPage({ params }: Props) {
  const { id } = await params
  const who = await requirePrincipal(`/approvals/${id}`)
  if (!may(who, 'approvals.view')) return <NoPermission permission="approvals.view" />
  const one = await loadApproval(who, id)
  if (one instanceof Refusal) notFound()
  const client = new QueryClient()
  client.setQueryData(approvalQueryOf(id).queryKey, one)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ApprovalScreen id={id} />
    </HydrationBoundary>
  )
}
