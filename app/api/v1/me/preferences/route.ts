import { me, preferencesChange } from '#features/accounts/schema.ts'
import { changePreferences } from '#features/accounts/service.ts'
import { route } from '#server/http/route.ts'

export const PATCH = route({
  permission: 'signed-in',
  beforeEnrolment: true,
  summary: 'Keep language, theme and time zone with the person',
  body: preferencesChange,
  answer: me,
  handle: ({ who, body, ip, requestId }) => changePreferences(who, body, { ip, requestId }),
})
