import { z } from 'zod'
import { metric, metricChange, metricVersions } from '#features/retention/metrics/schema.ts'
import { changeMetric, loadVersions } from '#features/retention/metrics/service.ts'
import { route } from '#server/http/route.ts'

const params = z.object({ name: z.string().min(1).max(63) })

export const GET = route({
  permission: 'retention.view',
  summary: 'All versions of a metric, the latest first',
  params,
  answer: metricVersions,
  handle: ({ who, params: { name } }) => loadVersions(who, name),
})

export const PATCH = route({
  permission: 'metrics.manage',
  summary: 'Changes a metric by adding a version; `active` false takes it out of new analyses',
  params,
  body: metricChange,
  answer: metric,
  handle: ({ who, params: { name }, body, ip, requestId }) => changeMetric(who, name, body, { ip, requestId }),
})
