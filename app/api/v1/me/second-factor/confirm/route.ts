import { codeRequest, recoveryCodes } from '#features/accounts/second-factor/schema.ts'
import { confirmSecondFactor } from '#features/accounts/second-factor/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'signed-in',
  beforeEnrolment: true,
  limit: 'sign-in',
  summary: 'Switch the second factor on with the first code of the app; ends other sessions and answers the recovery codes',
  body: codeRequest,
  answer: recoveryCodes,
  handle: ({ who, body, ip, requestId }) => confirmSecondFactor(who, body.code, { ip, requestId }),
})
