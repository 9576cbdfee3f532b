import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { TokensScreen } from '#features/accounts/components/tokens-screen.tsx'
import { tokensKey } from '#features/accounts/queries.ts'
import { listOwnTokens } from '#features/accounts/service.ts'
import { requirePrincipal } from '#server/http/page.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accounts.tokens'))('title') }
}

export default async function TokensPage() {
  const who = await requirePrincipal('/tokens')
  if (!may(who, 'tokens.manage')) return <NoPermission permission="tokens.manage" />
  const client = new QueryClient()
  await client.prefetchQuery({ queryKey: tokensKey, queryFn: async () => ({ items: await listOwnTokens(who) }) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TokensScreen />
    </HydrationBoundary>
  )
}
