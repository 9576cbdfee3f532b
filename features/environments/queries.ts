import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type {
  EnvironmentChange,
  environment,
  environmentList,
  environmentListed,
  environmentPage,
  environmentRequest,
  environmentTest,
} from '#features/environments/schema.ts'
import type { EnvironmentFilter } from '#features/environments/view.ts'

export const environmentsKey = ['environments'] as const

export const environmentsExportPath = '/api/v1/environments/export'

export const environmentsPageQuery = (filter: EnvironmentFilter) =>
  queryOptions({
    queryKey: [...environmentsKey, 'page', filter],
    queryFn: ({ signal }) => api.get<typeof environmentPage>('/api/v1/environments', { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

export const loadEnvironment = (id: string) => api.get<typeof environmentListed>(`/api/v1/environments/${id}`)

/** All of them. */
export const environmentsQuery = queryOptions({
  queryKey: environmentsKey,
  queryFn: ({ signal }) => api.get<typeof environmentList>('/api/v1/environments', { signal }),
})

export const addEnvironment = (request: z.input<typeof environmentRequest>) => api.post<typeof environment>('/api/v1/environments', request)

export const changeEnvironment = (id: string, change: EnvironmentChange) => api.patch<typeof environment>(`/api/v1/environments/${id}`, change)

export const removeEnvironment = (id: string, confirm: string) => api.delete(`/api/v1/environments/${id}`, { query: { confirm } })

export const testEnvironment = (id: string) => api.post<typeof environmentTest>(`/api/v1/environments/${id}/test`)
