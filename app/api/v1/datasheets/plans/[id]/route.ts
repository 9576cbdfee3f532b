import { z } from 'zod'
import { planDetail } from '#features/datasheets/plans/schema.ts'
import { loadPlan } from '#features/datasheets/plans/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'One comparison: its tables with what would change, and counts of its findings',
  params: z.object({ id: z.string() }),
  answer: planDetail,
  handle: ({ who, params: { id } }) => loadPlan(who, id),
})
