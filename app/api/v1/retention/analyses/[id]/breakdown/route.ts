import { z } from 'zod'
import { breakdown, breakdownQuery } from '#features/retention/sheet/schema.ts'
import { loadBreakdown } from '#features/retention/sheet/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.view',
  summary: 'New players by country or device of the first login, with their day-1 retention',
  params: z.object({ id: z.string() }),
  query: breakdownQuery,
  answer: breakdown,
  handle: ({ who, params, query }) => loadBreakdown(who, params.id, query.by),
})
