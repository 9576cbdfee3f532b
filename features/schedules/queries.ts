import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { calendar, Schedule, scheduleDetail, schedulePage, scheduleRequest, times } from '#features/schedules/schema.ts'
import type { ScheduleFilter, WhenAsked } from '#features/schedules/view.ts'

const root = '/api/v1/schedules'
export const schedulesKey = ['schedules'] as const

export const schedulesQuery = (filter: ScheduleFilter) =>
  queryOptions({
    queryKey: [...schedulesKey, 'list', filter],
    queryFn: ({ signal }) => api.get<typeof schedulePage>(root, { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

export const scheduleQueryOf = (id: string) =>
  queryOptions({ queryKey: [...schedulesKey, 'one', id], queryFn: ({ signal }) => api.get<typeof scheduleDetail>(`${root}/${id}`, { signal }) })

/** The next five times before anything is saved. */
export const timesQueryOf = (when: WhenAsked) =>
  queryOptions({
    queryKey: [...schedulesKey, 'times', when],
    queryFn: ({ signal }) => api.get<typeof times>(`${root}/times`, { query: when, signal }),
    retry: false,
  })

export const calendarQueryOf = (span: { from: string; to: string }) =>
  queryOptions({
    queryKey: [...schedulesKey, 'calendar', span],
    queryFn: ({ signal }) => api.get<typeof calendar>('/api/v1/calendar', { query: span, signal }),
    placeholderData: keepPreviousData,
  })

export const createSchedule = (request: z.input<typeof scheduleRequest>) => api.post<typeof scheduleDetail>(root, request)

export const changeSchedule = (id: string, state: Schedule['state']) => api.patch<typeof scheduleDetail>(`${root}/${id}`, { state })
