import { recoveryCodes } from '#features/accounts/second-factor/schema.ts'
import { renewRecoveryCodes } from '#features/accounts/second-factor/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'signed-in',
  dangerous: true,
  summary: 'New recovery codes in place of all earlier ones',
  answer: recoveryCodes,
  handle: ({ who, ip, requestId }) => renewRecoveryCodes(who, { ip, requestId }),
})
