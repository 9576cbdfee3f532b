import { queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import { metricList } from '#features/retention/metrics/schema.ts'

export const metricsKey = ['retention', 'metrics'] as const

/** The catalogue of metrics in the order of their columns. */
export const metricsQuery = queryOptions({ queryKey: metricsKey, queryFn: ({ signal }) => api.get('/api/v1/metrics', metricList, { signal }) })
