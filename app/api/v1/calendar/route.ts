import { loadCalendar } from '#features/schedules/calendar/service.ts'
import { calendar, calendarQuery } from '#features/schedules/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'schedules.view',
  summary: 'What is planned and what was done between two instants, at most 62 days apart and 3,000 items',
  query: calendarQuery,
  answer: calendar,
  handle: ({ who, query }) => loadCalendar(who, query),
})
