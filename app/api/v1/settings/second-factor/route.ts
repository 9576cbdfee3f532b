import { secondFactorSetting } from '#features/accounts/second-factor/schema.ts'
import { changeSecondFactorSetting, readSecondFactorSetting } from '#features/accounts/second-factor/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'users.view',
  summary: 'Roles that must have a second factor in a browser',
  answer: secondFactorSetting,
  handle: () => readSecondFactorSetting(),
})

export const PUT = route({
  permission: 'users.manage',
  dangerous: true,
  summary: 'Demand a second factor of these roles, from the next request on',
  body: secondFactorSetting,
  answer: secondFactorSetting,
  handle: ({ who, body, ip, requestId }) => changeSecondFactorSetting(who, body, { ip, requestId }),
})
