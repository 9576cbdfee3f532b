import { z } from 'zod'
import { endOwnSession } from '#features/accounts/sessions/service.ts'
import { route } from '#server/http/route.ts'

export const DELETE = route({
  permission: 'signed-in',
  summary: "End one of the caller's browser sessions, at once",
  params: z.object({ id: z.string().max(36) }),
  status: 204,
  handle: ({ who, params, ip, requestId }) => endOwnSession(who, params.id, { ip, requestId }),
})
