import { sessionList } from '#features/accounts/sessions/schema.ts'
import { endOtherSessions, listOwnSessions } from '#features/accounts/sessions/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'signed-in',
  summary: "The caller's browser sessions that still work",
  answer: sessionList,
  handle: async ({ who }) => ({ items: await listOwnSessions(who) }),
})

export const DELETE = route({
  permission: 'signed-in',
  summary: "End all of the caller's browser sessions but the one that asks, at once",
  status: 204,
  handle: ({ who, ip, requestId }) => endOtherSessions(who, { ip, requestId }),
})
