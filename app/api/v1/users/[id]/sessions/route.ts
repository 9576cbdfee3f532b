import { z } from 'zod'
import { endUserSessions } from '#features/accounts/people/service.ts'
import { route } from '#server/http/route.ts'

export const DELETE = route({
  permission: 'users.manage',
  summary: "End all of a person's browser sessions, at once",
  params: z.object({ id: z.string().max(36) }),
  status: 204,
  handle: ({ who, params, ip, requestId }) => endUserSessions(who, params.id, { ip, requestId }),
})
