import { z } from 'zod'
import { planStarted } from '#features/datasheets/plans/schema.ts'
import { startAgain } from '#features/datasheets/plans/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'datasheets.diff',
  summary: 'Compares the same files with the same game database as it is now; a new plan',
  params: z.object({ id: z.string() }),
  answer: planStarted,
  status: 202,
  handle: ({ who, params: { id }, ip, requestId }) => startAgain(who, id, { ip, requestId }),
})
