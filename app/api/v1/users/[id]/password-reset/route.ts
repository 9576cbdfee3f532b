import { z } from 'zod'
import { resetPassword } from '#features/accounts/links/service.ts'
import { invitation } from '#features/accounts/people/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'users.manage',
  dangerous: true,
  summary: 'Make a link with which a person chooses another password, once within 24 hours; ends the sessions. The second factor stays',
  params: z.object({ id: z.string().max(36) }),
  answer: invitation,
  status: 201,
  handle: ({ who, params, ip, requestId }) => resetPassword(who, params.id, { ip, requestId }),
})
