import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { AuditScreen } from '#features/audit/components/audit-screen.tsx'
import { auditQuery } from '#features/audit/queries.ts'
import { auditQuery as auditQueryShape } from '#features/audit/schema.ts'
import { listAudit } from '#features/audit/service.ts'
import { auditFilterNames, auditFilterOf } from '#features/audit/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') }
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/audit')
  if (!may(who, 'audit.view')) return <NoPermission permission="audit.view" />
  const client = new QueryClient()
  const filter = auditFilterOf(listStateOf(await searchParams, auditFilterNames))
  const asked = auditQueryShape.safeParse(filter)
  if (asked.success) await client.prefetchQuery({ queryKey: auditQuery(filter).queryKey, queryFn: () => listAudit(who, asked.data) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AuditScreen />
    </HydrationBoundary>
  )
}
