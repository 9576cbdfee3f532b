'use client'
import { Button } from '@mantine/core'
import { IconCalendar, IconCalendarClock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { listFilterOf } from '#components/data-table/list-filter.ts'
import { useListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { LastTime, NextTime, ScheduleLink, SchedulePlace, ScheduleStateTag, ScheduleWhen } from '#features/schedules/components/schedule-cells.tsx'
import { schedulesQuery } from '#features/schedules/queries.ts'
import type { Schedule } from '#features/schedules/schema.ts'
import { acts, scheduleFilterNames, states } from '#features/schedules/view.ts'

/** Times come and go by themselves. */
const againMs = 15_000

function useColumns() {
  const t = useTranslations('schedules.columns')
  const kinds = useTranslations('runs.kinds')
  return useMemo(
    () => [
      column<Schedule>('name', { label: t('name'), sort: 'name' }, (schedule) => <ScheduleLink schedule={schedule} />, { fixed: true }),
      column<Schedule>('state', { label: t('state') }, ({ state }) => <ScheduleStateTag state={state} />),
      column<Schedule>('act', { label: t('act') }, ({ act }) => kinds(`${act}.name`)),
      column<Schedule>('environment', { label: t('environment') }, ({ environment }) => <SchedulePlace environment={environment} />),
      column<Schedule>('when', { label: t('when') }, (schedule) => <ScheduleWhen schedule={schedule} />),
      column<Schedule>('next', { label: t('next'), sort: 'nextAt' }, (schedule) => <NextTime schedule={schedule} />),
      column<Schedule>('last', { label: t('last') }, (schedule) => <LastTime schedule={schedule} />),
      column<Schedule>('by', { label: t('by') }, ({ createdBy }) => createdBy.name),
      column<Schedule>('createdAt', { label: t('created'), sort: 'createdAt' }, ({ createdAt }) => <When at={createdAt} />),
    ],
    [t, kinds],
  )
}

/** All schedules, those that are due next first. */
export function SchedulesScreen() {
  const t = useTranslations('schedules')
  const kinds = useTranslations('runs.kinds')
  const url = useListUrl(scheduleFilterNames)
  const { filters, setFilters } = url
  const query = useQuery({ ...schedulesQuery(listFilterOf(url)), refetchInterval: againMs })
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        <Button component={Link} href="/calendar" variant="default" leftSection={<IconCalendar size={16} aria-hidden />}>
          {t('toCalendar')}
        </Button>
      </PageHeader>
      <DataTable
        id="schedules"
        label={t('title')}
        columns={useColumns()}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/schedules/${id}`}
        query={query}
        url={url}
        filters={
          <>
            <SearchFilter main label={t('search')} placeholder={t('searchHint')} value={filters.q} onChange={(q) => setFilters({ q })} />
            <ChoiceFilter
              label={t('columns.state')}
              value={filters.state}
              onChange={(state) => setFilters({ state })}
              options={states.map((state) => ({ value: state, label: t(`states.${state}`) }))}
            />
            <ChoiceFilter
              label={t('columns.act')}
              value={filters.act}
              onChange={(act) => setFilters({ act })}
              options={acts.map((act) => ({ value: act, label: kinds(`${act}.name`) }))}
            />
          </>
        }
        firstUse={
          <StatePanel
            icon={<IconCalendarClock size={28} stroke={1.5} />}
            title={t('first.title')}
            action={
              <Button component={Link} href="/datasheets">
                {t('first.action')}
              </Button>
            }
          >
            {t('first.text')}
          </StatePanel>
        }
      />
    </>
  )
}
