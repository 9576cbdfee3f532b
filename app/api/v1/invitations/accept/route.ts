import { acceptLink } from '#features/accounts/links/service.ts'
import { invitationAcceptance, invitationAccepted } from '#features/accounts/people/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'public',
  limit: 'sign-in',
  summary: 'Choose a password with a link of an invitation or a reset; the link works once. A reset ends sessions and API tokens',
  body: invitationAcceptance,
  answer: invitationAccepted,
  handle: ({ request, body, ip, requestId }) => acceptLink(request.headers, body, { ip, requestId }),
})
