import { scheduledActs } from '#app/api/v1/schedules/acts.ts'
import { scheduleDetail, schedulePage, scheduleQuery, scheduleRequest } from '#features/schedules/schema.ts'
import { createSchedule, listSchedules } from '#features/schedules/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'schedules.view',
  summary: 'Schedules with their next five times and the latest firing, those that are due next first',
  query: scheduleQuery,
  answer: schedulePage,
  handle: ({ who, query, locale }) => listSchedules(who, query, locale),
})

export const POST = route({
  permission: 'schedules.manage',
  summary: 'Do something at a time, once or again and again; the act asks for its own permission, too, now and whenever it is due',
  body: scheduleRequest,
  answer: scheduleDetail,
  status: 201,
  // What is confirmed by name and rows may be done to production.
  dangerous: ({ payload }) => payload.confirm !== undefined,
  handle: ({ who, body, ip, requestId, locale }) => createSchedule(who, body, scheduledActs, { ip, requestId, locale }),
})
