import { invite } from '#features/accounts/links/service.ts'
import { invitation, invitationRequest, personPage, personQuery } from '#features/accounts/people/schema.ts'
import { listUsers } from '#features/accounts/people/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'users.view',
  summary: 'People with role, state and last act',
  query: personQuery,
  answer: personPage,
  handle: ({ query }) => listUsers(query),
})

export const POST = route({
  permission: 'users.manage',
  dangerous: true,
  summary: 'Invite a person; the answer has a link that works once within 72 hours. Again for the same person: a new link',
  body: invitationRequest,
  answer: invitation,
  status: 201,
  handle: ({ who, body, ip, requestId }) => invite(who, body, { ip, requestId }),
})
