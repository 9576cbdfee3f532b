import { Refusal } from '#core/shared/refusal.ts'
import { me, signInRequest } from '#features/accounts/schema.ts'
import { signIn, signOut } from '#features/accounts/sign-in/service.ts'
import { withCookies } from '#server/http/cookies.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'public',
  limit: 'sign-in',
  summary: 'Sign in, with a code where there is a second factor (`code_needed` asks for it); sets the session cookie',
  body: signInRequest,
  answer: me,
  handle: async ({ request, body, ip, requestId }) => {
    const signedIn = await signIn(request.headers, body, { ip, requestId })
    return signedIn instanceof Refusal ? signedIn : withCookies(Response.json(signedIn.value), signedIn.cookies)
  },
})

export const DELETE = route({
  permission: 'signed-in',
  beforePasswordChange: true,
  summary: 'Sign out; ends the session',
  status: 204,
  handle: async ({ request, who, ip, requestId }) => withCookies(new Response(null, { status: 204 }), await signOut(request.headers, who, { ip, requestId })),
})
