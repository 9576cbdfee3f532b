import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { UsersScreen } from '#features/accounts/components/users-screen.tsx'
import { personQuery } from '#features/accounts/people/schema.ts'
import { listUsers } from '#features/accounts/people/service.ts'
import { demandKey, usersQuery } from '#features/accounts/queries.ts'
import { readSecondFactorSetting } from '#features/accounts/second-factor/service.ts'
import { filterOf } from '#features/accounts/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accounts.users'))('title') }
}

export default async function UsersPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/users')
  if (!may(who, 'users.view')) return <NoPermission permission="users.view" />
  const client = new QueryClient()
  const filter = filterOf(listStateOf(await searchParams, ['q', 'role', 'state']))
  const asked = personQuery.safeParse(filter)
  await Promise.all([
    asked.success && client.prefetchQuery({ queryKey: usersQuery(filter).queryKey, queryFn: () => listUsers(asked.data) }),
    client.prefetchQuery({ queryKey: demandKey, queryFn: readSecondFactorSetting }),
  ])
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <UsersScreen />
    </HydrationBoundary>
  )
}
