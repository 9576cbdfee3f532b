import { proofRequest } from '#features/accounts/schema.ts'
import { prove } from '#features/accounts/sign-in/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'signed-in',
  beforeEnrolment: true,
  limit: 'sign-in',
  summary: 'Prove by password or code who sits there; opens dangerous acts of this session for 5 minutes',
  body: proofRequest,
  status: 204,
  handle: ({ who, body, ip, requestId }) => prove(who, body, { ip, requestId }),
})
