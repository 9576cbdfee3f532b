import { z } from 'zod'
import { hoursAnswer } from '#features/retention/hours/schema.ts'
import { loadByHour } from '#features/retention/hours/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.view',
  summary: 'New players and their day-1 retention by hour of first login',
  params: z.object({ id: z.string() }),
  answer: hoursAnswer,
  handle: ({ who, params }) => loadByHour(who, params.id),
})
