import { tokenCreated, tokenPage, tokenQuery, tokenRequest } from '#features/accounts/schema.ts'
import { createToken, listOwnTokens } from '#features/accounts/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'tokens.manage',
  summary: "The caller's API tokens",
  query: tokenQuery,
  answer: tokenPage,
  handle: ({ who, query }) => listOwnTokens(who, query),
})

export const POST = route({
  permission: 'tokens.manage',
  dangerous: (body) => body.scopes.includes('all'),
  summary: 'Make an API token; it is shown in this answer only',
  body: tokenRequest,
  answer: tokenCreated,
  status: 201,
  handle: ({ who, body, ip, requestId }) => createToken(who, body, { ip, requestId }),
})
