import { Refusal } from '#core/shared/refusal.ts'
import { me, passwordChange } from '#features/accounts/schema.ts'
import { changePassword } from '#features/accounts/sign-in/service.ts'
import { withCookies } from '#server/http/cookies.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'signed-in',
  beforePasswordChange: true,
  limit: 'sign-in',
  summary: 'Change the own password; ends every other session',
  body: passwordChange,
  answer: me,
  handle: async ({ request, who, body, ip, requestId }) => {
    const changed = await changePassword(request.headers, who, body, { ip, requestId })
    return changed instanceof Refusal ? changed : withCookies(Response.json(changed.value), changed.cookies)
  },
})
