import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { TokensScreen } from '#features/accounts/components/tokens-screen.tsx'
import { tokensQuery } from '#features/accounts/queries.ts'
import { tokenQuery } from '#features/accounts/schema.ts'
import { listOwnTokens } from '#features/accounts/service.ts'
import { tokenFilterNames } from '#features/accounts/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accounts.tokens'))('title') }
}

export default async function TokensPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/tokens')
  if (!may(who, 'tokens.manage')) return <NoPermission permission="tokens.manage" />
  const client = new QueryClient()
  const filter = listFilterOf(listStateOf(await searchParams, tokenFilterNames))
  const asked = tokenQuery.safeParse(filter)
  if (asked.success) await client.prefetchQuery({ queryKey: tokensQuery(filter).queryKey, queryFn: () => listOwnTokens(who, asked.data) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TokensScreen />
    </HydrationBoundary>
  )
}
