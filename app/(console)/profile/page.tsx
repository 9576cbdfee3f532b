import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ProfileScreen } from '#features/accounts/components/profile-screen.tsx'
import { secondFactorKey, sessionsKey } from '#features/accounts/queries.ts'
import { readSecondFactor } from '#features/accounts/second-factor/service.ts'
import { listOwnSessions } from '#features/accounts/sessions/service.ts'
import { requirePrincipal } from '#server/http/page.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accounts.profile'))('title') }
}

export default async function ProfilePage() {
  const who = await requirePrincipal('/profile')
  const client = new QueryClient()
  await Promise.all([
    client.prefetchQuery({ queryKey: sessionsKey, queryFn: async () => ({ items: await listOwnSessions(who) }) }),
    client.prefetchQuery({ queryKey: secondFactorKey, queryFn: () => readSecondFactor(who) }),
  ])
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ProfileScreen />
    </HydrationBoundary>
  )
}
