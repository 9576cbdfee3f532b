import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { CalendarScreen } from '#features/schedules/calendar/components/calendar-screen.tsx'
import { loadCalendar } from '#features/schedules/calendar/service.ts'
import { dayOr, daysOf, isCalendarView, spanOf, today as todayAt } from '#features/schedules/calendar/view.ts'
import { calendarQueryOf } from '#features/schedules/queries.ts'
import { requirePrincipal } from '#server/http/page.ts'
import type { Search } from '../list-state.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('calendar'))('title') }
}

export default async function CalendarPage({ searchParams }: { searchParams: Promise<Search> }) {
  const who = await requirePrincipal('/calendar')
  if (!may(who, 'schedules.view')) return <NoPermission permission="schedules.view" />
  const { view, day } = await searchParams
  const today = todayAt(Date.now())
  const span = spanOf(daysOf(isCalendarView(view) ? view : 'month', dayOr(day, today)))
  const client = new QueryClient()
  await client.prefetchQuery({ queryKey: calendarQueryOf(span).queryKey, queryFn: () => loadCalendar(who, span) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <CalendarScreen today={today} />
    </HydrationBoundary>
  )
}
