import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import type { MetricChange, MetricRequest, metric, metricList, metricPage, metricVersions, TryRequest, tryAnswer } from '#features/retention/metrics/schema.ts'
import type { MetricListFilter } from '#features/retention/metrics/view.ts'

const root = '/api/v1/metrics'
export const metricsKey = ['retention', 'metrics'] as const

/** The catalogue of metrics in the order of their columns. */
export const metricsQuery = queryOptions({ queryKey: metricsKey, queryFn: ({ signal }) => api.get<typeof metricList>(root, { signal }) })

export const metricPageQuery = (filter: MetricListFilter) =>
  queryOptions({
    queryKey: [...metricsKey, 'list', filter],
    queryFn: ({ signal }) => api.get<typeof metricPage>(root, { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

/** All versions of one metric, the latest first. */
export const metricVersionsQuery = (name: string) =>
  queryOptions({ queryKey: [...metricsKey, 'versions', name], queryFn: ({ signal }) => api.get<typeof metricVersions>(`${root}/${name}`, { signal }) })

export const addMetric = (request: MetricRequest) => api.post<typeof metric>(root, request)

export const changeMetric = (name: string, change: MetricChange) => api.patch<typeof metric>(`${root}/${name}`, change)

/** A try-out is a question: asked again only by hand or with another metric. The answer before stays until the next is there. */
export const tryQuery = (request: TryRequest, turn: number) =>
  queryOptions({
    queryKey: ['retention', 'metric-try', request, turn],
    queryFn: ({ signal }) => api.post<typeof tryAnswer>(`${root}/try`, request, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  })
