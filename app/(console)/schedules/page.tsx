import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { SchedulesScreen } from '#features/schedules/components/schedules-screen.tsx'
import { schedulesQuery } from '#features/schedules/queries.ts'
import { scheduleQuery } from '#features/schedules/schema.ts'
import { listSchedules } from '#features/schedules/service.ts'
import { scheduleFilterNames } from '#features/schedules/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { listStateOf, type Search } from '../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('schedules'))('title') }
}

export default async function SchedulesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/schedules')
  if (!may(who, 'schedules.view')) return <NoPermission permission="schedules.view" />
  const locale = (await getLocale()) === 'en' ? 'en' : 'ko'
  const client = new QueryClient()
  const filter = listFilterOf(listStateOf(await searchParams, scheduleFilterNames))
  const asked = scheduleQuery.safeParse(filter)
  if (asked.success) await client.prefetchQuery({ queryKey: schedulesQuery(filter).queryKey, queryFn: () => listSchedules(who, asked.data, locale) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SchedulesScreen />
    </HydrationBoundary>
  )
}
