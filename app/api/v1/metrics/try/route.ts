import { tryAnswer, tryRequest } from '#features/retention/metrics/schema.ts'
import { tryMetric } from '#features/retention/tryout/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'retention.run',
  summary: 'Tries a metric out on one player: the number, the documents that it counted, the query',
  body: tryRequest,
  answer: tryAnswer,
  handle: ({ who, body, ip, requestId }) => tryMetric(who, body, { ip, requestId }),
})
