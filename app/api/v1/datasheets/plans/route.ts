import { planPage, planQuery, planRequest, planStarted } from '#features/datasheets/plans/schema.ts'
import { listPlans, startPlan } from '#features/datasheets/plans/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Comparisons of datasheets with game databases, newest first',
  query: planQuery,
  answer: planPage,
  handle: ({ who, query }) => listPlans(who, query),
})

export const POST = route({
  permission: 'datasheets.diff',
  summary: 'Compares uploaded datasheets with a game database, as a run',
  body: planRequest,
  answer: planStarted,
  status: 202,
  handle: ({ who, body, ip, requestId }) => startPlan(who, body, { ip, requestId }),
})
