import { source, sourcePage, sourceQuery, sourceRequest } from '#features/gamelog/schema.ts'
import { addSource, pageOfSources } from '#features/gamelog/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'sources.view',
  summary: 'Log sources',
  query: sourceQuery,
  answer: sourcePage,
  handle: ({ who, query }) => pageOfSources(who, query),
})

export const POST = route({
  permission: 'sources.manage',
  summary: 'Add a log source',
  body: sourceRequest,
  answer: source,
  status: 201,
  handle: ({ who, body, ip, requestId }) => addSource(who, body, { ip, requestId }),
})
