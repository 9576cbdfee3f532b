import { estimate } from '#features/retention/estimate/schema.ts'
import { estimateAnalysis } from '#features/retention/estimate/service.ts'
import { analysisRequest } from '#features/retention/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'retention.run',
  summary: 'What an analysis would cost: players and documents by cheap counts, and how long by past ones',
  body: analysisRequest,
  answer: estimate,
  handle: ({ who, body }) => estimateAnalysis(who, body),
})
