import { times, timesQuery } from '#features/schedules/schema.ts'
import { previewTimes } from '#features/schedules/times/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'schedules.view',
  summary: 'The next five times of a cron expression in a zone, or the one of a one-off, before anything is saved',
  query: timesQuery,
  answer: times,
  handle: ({ query }) => previewTimes(query),
})
