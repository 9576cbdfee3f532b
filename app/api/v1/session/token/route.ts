import { loginRequest, tokenCreated } from '#features/accounts/schema.ts'
import { logIn } from '#features/accounts/sign-in/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'public',
  limit: 'sign-in',
  summary: 'Sign in without a browser; the answer is an API token of 7 days that is shown in it only',
  body: loginRequest,
  answer: tokenCreated,
  status: 201,
  handle: ({ request, body, ip, requestId }) => logIn(request.headers, body, { ip, requestId }),
})
