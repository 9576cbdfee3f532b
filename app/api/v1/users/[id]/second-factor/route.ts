import { z } from 'zod'
import { resetSecondFactor } from '#features/accounts/people/service.ts'
import { route } from '#server/http/route.ts'

export const DELETE = route({
  permission: 'users.manage',
  dangerous: true,
  summary: "Take a person's second factor away (lost phone); ends the person's sessions",
  params: z.object({ id: z.string().max(36) }),
  status: 204,
  handle: ({ who, params, ip, requestId }) => resetSecondFactor(who, params.id, { ip, requestId }),
})
