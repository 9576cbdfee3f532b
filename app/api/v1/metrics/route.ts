import { metric, metricPage, metricQuery, metricRequest } from '#features/retention/metrics/schema.ts'
import { addMetric, listMetricPage } from '#features/retention/metrics/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.view',
  summary: 'The catalogue of metrics in the order of their columns, each in its latest version',
  query: metricQuery,
  answer: metricPage,
  handle: ({ who, query }) => listMetricPage(who, query),
})

export const POST = route({
  permission: 'metrics.manage',
  summary: 'Adds a metric: a column of every new analysis',
  body: metricRequest,
  answer: metric,
  status: 201,
  handle: ({ who, body, ip, requestId }) => addMetric(who, body, { ip, requestId }),
})
