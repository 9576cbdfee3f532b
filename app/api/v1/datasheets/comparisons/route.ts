import { comparisonRequest } from '#features/datasheets/comparisons/schema.ts'
import { startDatabaseComparison } from '#features/datasheets/comparisons/service.ts'
import { planStarted } from '#features/datasheets/plans/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'datasheets.diff',
  summary: 'Compares the tables of two environments, as a run; the plan makes those of `to` equal to those of `from`',
  body: comparisonRequest,
  answer: planStarted,
  status: 202,
  handle: ({ who, body, ip, requestId }) => startDatabaseComparison(who, body, { ip, requestId }),
})
