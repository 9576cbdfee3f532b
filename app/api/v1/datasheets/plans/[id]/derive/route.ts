import { z } from 'zod'
import { startDerive } from '#features/datasheets/derive/service.ts'
import { deriveRequest } from '#features/datasheets/imports/schema.ts'
import { planStarted } from '#features/datasheets/plans/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'datasheets.diff',
  summary: 'A new plan of chosen tables and rows of another one, with what was decided about its conflicts, as a run',
  params: z.object({ id: z.string() }),
  body: deriveRequest,
  bodyCapBytes: 4 * 1024 * 1024,
  answer: planStarted,
  status: 202,
  handle: ({ who, params: { id }, body, ip, requestId }) => startDerive(who, id, body, { ip, requestId }),
})
