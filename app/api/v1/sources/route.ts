import { source, sourceList, sourceRequest } from '#features/gamelog/schema.ts'
import { addSource, listSources } from '#features/gamelog/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'sources.view',
  summary: 'Log sources',
  answer: sourceList,
  handle: async ({ who }) => ({ items: await listSources(who) }),
})

export const POST = route({
  permission: 'sources.manage',
  summary: 'Add a log source',
  body: sourceRequest,
  answer: source,
  status: 201,
  handle: ({ who, body, ip, requestId }) => addSource(who, body, { ip, requestId }),
})
