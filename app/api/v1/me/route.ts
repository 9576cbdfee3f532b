import { me } from '#features/accounts/schema.ts'
import { describeMe } from '#features/accounts/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'signed-in',
  beforePasswordChange: true,
  summary: 'Who the caller is and what the caller may do',
  answer: me,
  handle: async ({ who }) => describeMe(who),
})
