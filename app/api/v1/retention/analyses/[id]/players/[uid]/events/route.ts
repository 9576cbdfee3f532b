import { z } from 'zod'
import { eventsQuery, playerEvents } from '#features/retention/timeline/schema.ts'
import { listPlayerEvents } from '#features/retention/timeline/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.view',
  summary: 'Raw events of one player of an analysis from its log source, in order of time; a view leaves a row in the audit',
  params: z.object({ id: z.string(), uid: z.string().max(512) }),
  query: eventsQuery,
  answer: playerEvents,
  handle: ({ who, params, query, request, ip, requestId }) => listPlayerEvents(who, params.id, params.uid, query, { ip, requestId }, request.signal),
})
