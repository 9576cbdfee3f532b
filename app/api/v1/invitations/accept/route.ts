import { invitationAcceptance, invitationAccepted } from '#features/accounts/people/schema.ts'
import { acceptInvitation } from '#features/accounts/people/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'public',
  limit: 'sign-in',
  summary: 'Accept an invitation with a password of the own; the link works once',
  body: invitationAcceptance,
  answer: invitationAccepted,
  handle: ({ body, ip, requestId }) => acceptInvitation(body, { ip, requestId }),
})
