import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { EnvironmentChange, environment, environmentList, environmentRequest, environmentTest } from '#features/environments/schema.ts'

export const environmentsKey = ['environments'] as const

export const environmentsQuery = queryOptions({
  queryKey: environmentsKey,
  queryFn: ({ signal }) => api.get<typeof environmentList>('/api/v1/environments', { signal }),
})

export const addEnvironment = (request: z.input<typeof environmentRequest>) => api.post<typeof environment>('/api/v1/environments', request)

export const changeEnvironment = (id: string, change: EnvironmentChange) => api.patch<typeof environment>(`/api/v1/environments/${id}`, change)

export const removeEnvironment = (id: string, confirm: string) => api.delete(`/api/v1/environments/${id}`, { query: { confirm } })

export const testEnvironment = (id: string) => api.post<typeof environmentTest>(`/api/v1/environments/${id}/test`)
