import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { may } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { NoPermission } from '#features/accounts/components/no-permission.tsx'
import { ScheduleScreen } from '#features/schedules/components/schedule-screen.tsx'
import { scheduleQueryOf } from '#features/schedules/queries.ts'
import { loadSchedule } from '#features/schedules/service.ts'
import { requirePrincipal } from '#server/http/page.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations('schedules.page'))('unknown', { id: (await params).id }) }
}

export default async function SchedulePage({ params }: Props) {
  const { id } = await params
  const who = await requirePrincipal(`/schedules/${id}`)
  if (!may(who, 'schedules.view')) return <NoPermission permission="schedules.view" />
  const schedule = await loadSchedule(who, id, (await getLocale()) === 'en' ? 'en' : 'ko')
  if (schedule instanceof Refusal) notFound()
  const client = new QueryClient()
  client.setQueryData(scheduleQueryOf(id).queryKey, schedule)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ScheduleScreen id={id} />
    </HydrationBoundary>
  )
}
