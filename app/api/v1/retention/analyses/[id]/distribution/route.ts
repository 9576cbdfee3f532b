import { z } from 'zod'
import { distribution, distributionQuery } from '#features/retention/sheet/schema.ts'
import { loadDistribution } from '#features/retention/sheet/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.view',
  summary: 'How the new players are spread over the values of active_seconds or a metric',
  params: z.object({ id: z.string() }),
  query: distributionQuery,
  answer: distribution,
  handle: ({ who, params, query }) => loadDistribution(who, params.id, query.column),
})
