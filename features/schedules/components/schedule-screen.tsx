'use client'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Facts } from '#components/feedback/facts.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { zoneName } from '#components/format/time.ts'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { PageColumns } from '#components/shell/page-columns.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { PageWaiting } from '#components/shell/page-waiting.tsx'
import { useRunTitle } from '#features/runs/components/use-run-words.ts'
import { FiringsTable } from '#features/schedules/components/firings-table.tsx'
import { TimeList } from '#features/schedules/components/next-times.tsx'
import { ScheduleActs } from '#features/schedules/components/schedule-acts.tsx'
import { SchedulePlace, ScheduleStateTag, ScheduleWhen } from '#features/schedules/components/schedule-cells.tsx'
import { scheduleQueryOf } from '#features/schedules/queries.ts'
import type { ScheduleDetail } from '#features/schedules/schema.ts'

/** Times come and go by themselves. */
const againMs = 5_000

function Upcoming({ schedule: { next, zone } }: { schedule: ScheduleDetail }) {
  const t = useTranslations('schedules.page')
  return (
    <Panel title={`${t('next')} (${zoneName(zone)})`}>
      {next.length > 0 ? (
        <TimeList times={next} zone={zone} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('nextNone')}
        </Text>
      )}
    </Panel>
  )
}

function About({ schedule }: { schedule: ScheduleDetail }) {
  const t = useTranslations('schedules')
  const titleOf = useRunTitle()
  const format = useFormat()
  return (
    <Panel title={t('page.about')}>
      <Facts
        facts={[
          { label: t('page.what'), value: titleOf({ kind: schedule.act, title: schedule.title }) },
          { label: t('columns.environment'), value: <SchedulePlace environment={schedule.environment} /> },
          { label: t('columns.when'), value: <ScheduleWhen schedule={schedule} /> },
          { label: t('page.zone'), value: schedule.zone },
          { label: t('page.missed'), value: t(`missed.${schedule.missed}`) },
          { label: t('page.grace'), value: format.duration(schedule.graceSeconds * 1_000) },
          { label: t('columns.by'), value: schedule.createdBy.name },
          { label: t('columns.created'), value: <When at={schedule.createdAt} /> },
        ]}
      />
    </Panel>
  )
}

/** One schedule: when it is due next, what came of it, and what can be done with it. */
export function ScheduleScreen({ id }: { id: string }) {
  const t = useTranslations('schedules')
  const kinds = useTranslations('runs.kinds')
  const query = useQuery({ ...scheduleQueryOf(id), refetchInterval: againMs })
  const { data: schedule, error, refetch } = query
  const crumbs = [{ href: '/schedules', label: t('title') }]
  if (!schedule) return <PageWaiting title={t('page.unknown', { id })} crumbs={crumbs} query={query} heights={[240]} />
  return (
    <>
      <PageHeader title={schedule.name} lead={kinds(`${schedule.act}.what`)} tag={<ScheduleStateTag state={schedule.state} />} crumbs={crumbs}>
        <ScheduleActs schedule={schedule} />
      </PageHeader>
      {error ? <ProblemNote error={error} onRetry={() => refetch()} /> : null}
      <PageColumns
        side={
          <>
            <Upcoming schedule={schedule} />
            <About schedule={schedule} />
          </>
        }
      >
        <FiringsTable schedule={schedule} />
      </PageColumns>
    </>
  )
}
