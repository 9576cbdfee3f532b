import { addHook, pageOfHooks } from '#features/notices/hooks/service.ts'
import { hookList, hookMade, hookQuery, hookRequest } from '#features/notices/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'hooks.manage',
  summary: 'Web hooks, without their secrets',
  query: hookQuery,
  answer: hookList,
  handle: ({ who, query }) => pageOfHooks(who, query),
})

export const POST = route({
  permission: 'hooks.manage',
  summary: 'Add a web hook; its secret is in this answer and nowhere else',
  dangerous: true,
  body: hookRequest,
  answer: hookMade,
  status: 201,
  handle: ({ who, body, ip, requestId }) => addHook(who, body, { ip, requestId }),
})
