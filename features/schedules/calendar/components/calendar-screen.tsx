'use client'
import { ActionIcon, Button, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { IconCalendarClock, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryStates } from 'nuqs'
import { useEffect, useMemo, useState } from 'react'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Waiting } from '#components/feedback/waiting.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { CalendarGrid, useDayWords } from '#features/schedules/calendar/components/calendar-grid.tsx'
import { CalendarList } from '#features/schedules/calendar/components/calendar-list.tsx'
import { byDay, type CalendarView, calendarViews, dayOr, daysOf, isCalendarView, spanOf, stepped, today as todayAt } from '#features/schedules/calendar/view.ts'
import { calendarQueryOf } from '#features/schedules/queries.ts'
import classes from './calendar.module.css'

/** Times come and go by themselves. */
const againMs = 15_000

function useCalendarUrl(today: string) {
  const [{ view: asked, day: askedDay }, set] = useQueryStates({ view: parseAsString, day: parseAsString }, { history: 'push', shallow: true })
  const view: CalendarView = isCalendarView(asked) ? asked : 'month'
  const show = (next: { view?: CalendarView; day?: string }) => {
    const to = { view, day: dayOr(askedDay, today), ...next }
    void set({ view: to.view === 'month' ? null : to.view, day: to.day === today ? null : to.day })
  }
  return { view, day: dayOr(askedDay, today), show }
}
type CalendarUrl = ReturnType<typeof useCalendarUrl>

function Bar({ url: { view, day, show }, period, today }: { url: CalendarUrl; period: string; today: string }) {
  const t = useTranslations('calendar')
  const length = view === 'week' ? 'week' : 'month'
  return (
    <div className={classes.bar}>
      <Group gap={4}>
        <ActionIcon variant="default" size={32} aria-label={t(`previous.${length}`)} onClick={() => show({ day: stepped(view, day, -1) })}>
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" size={32} aria-label={t(`next.${length}`)} onClick={() => show({ day: stepped(view, day, 1) })}>
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
        <Button size="xs" variant="default" onClick={() => show({ day: today })}>
          {t('today')}
        </Button>
      </Group>
      <Title order={2} size="h3" className={classes.period} aria-live="polite">
        {period}
      </Title>
      <SegmentedControl
        className={classes.end}
        size="xs"
        aria-label={t('view')}
        value={view}
        onChange={(next) => isCalendarView(next) && show({ view: next })}
        data={calendarViews.map((value) => ({ value, label: t(`views.${value}`) }))}
      />
    </div>
  )
}

function usePeriod({ view, day }: CalendarUrl, days: readonly string[]): string {
  const t = useTranslations('calendar')
  const words = useDayWords()
  return view === 'week' ? t('weekOf', { from: words.date(days[0] ?? day), to: words.date(days.at(-1) ?? day) }) : words.month(day)
}

function Days({ url, days, today, period }: { url: CalendarUrl; days: readonly string[]; today: string; period: string }) {
  const t = useTranslations('calendar')
  const query = useQuery({ ...calendarQueryOf(spanOf(days)), refetchInterval: againMs })
  const items = query.data?.items
  const groups = useMemo(() => byDay(items ?? []), [items])
  const { view, day, show } = url
  if (!query.data) return <Waiting query={query} heights={[560]} />
  const list = <CalendarList days={days} groups={groups} today={today} />
  return (
    <div aria-busy={query.isPlaceholderData}>
      {query.error ? <ProblemNote error={query.error} onRetry={() => query.refetch()} /> : null}
      {query.data.cut && (
        <div className={classes.note}>
          <Note tone="amber" title={t('cut.title')}>
            {t('cut.text')}
          </Note>
        </div>
      )}
      {items?.length === 0 && (
        <Text size="sm" mb={8}>
          {t('nothing')}
        </Text>
      )}
      {view === 'list' ? (
        list
      ) : (
        <>
          <CalendarGrid
            label={period}
            days={days}
            groups={groups}
            today={today}
            month={view === 'month' ? day.slice(0, 7) : null}
            onMore={(more) => show({ view: view === 'month' ? 'week' : 'list', day: more })}
          />
          <div className={classes.twin}>{list}</div>
        </>
      )}
    </div>
  )
}

/** The day by the house's clock: as the server gave it, so that first and second drawing agree, until midnight passes over the open page. */
function useToday(given: string): string {
  const [day, setDay] = useState(given)
  useEffect(() => {
    const timer = setInterval(() => setDay(todayAt(Date.now())), againMs)
    return () => clearInterval(timer)
  }, [])
  return day
}

/** What is planned and what was, by the house's clock. */
export function CalendarScreen({ today: given }: { today: string }) {
  const t = useTranslations('calendar')
  const today = useToday(given)
  const url = useCalendarUrl(today)
  const days = daysOf(url.view, url.day)
  const period = usePeriod(url, days)
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead', { zone: 'KST (Asia/Seoul)' })}>
        <Button component={Link} href="/schedules" variant="default" leftSection={<IconCalendarClock size={16} aria-hidden />}>
          {t('toSchedules')}
        </Button>
      </PageHeader>
      <Bar url={url} period={period} today={today} />
      <Days url={url} days={days} today={today} period={period} />
    </>
  )
}
