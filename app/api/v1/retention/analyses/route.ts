import { analysis, analysisPage, analysisQuery, analysisRequest } from '#features/retention/schema.ts'
import { listAnalyses, startAnalysis } from '#features/retention/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.view',
  summary: 'Retention analyses, newest first',
  query: analysisQuery,
  answer: analysisPage,
  handle: ({ who, query }) => listAnalyses(who, query),
})

export const POST = route({
  permission: 'retention.run',
  summary: 'Starts a retention analysis as a run',
  body: analysisRequest,
  answer: analysis,
  status: 201,
  handle: ({ who, body, ip, requestId }) => startAnalysis(who, body, { ip, requestId }),
})
