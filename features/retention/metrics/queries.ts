import { queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import type { metricList } from '#features/retention/metrics/schema.ts'

export const metricsKey = ['retention', 'metrics'] as const

/** The catalogue of metrics in the order of their columns. */
export const metricsQuery = queryOptions({ queryKey: metricsKey, queryFn: ({ signal }) => api.get<typeof metricList>('/api/v1/metrics', { signal }) })
