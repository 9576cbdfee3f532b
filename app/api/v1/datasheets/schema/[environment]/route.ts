import { z } from 'zod'
import { gameSchema } from '#features/datasheets/mapping/schema.ts'
import { loadSchema } from '#features/datasheets/mapping/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Tables and columns of a game database as it declares them now',
  params: z.object({ environment: z.string().min(1).max(100) }),
  answer: gameSchema,
  handle: ({ who, params: { environment }, ip, requestId }) => loadSchema(who, environment, { ip, requestId }),
})
