import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import { type EnvironmentChange, environment, environmentList, type environmentRequest, environmentTest } from '#features/environments/schema.ts'

export const environmentsKey = ['environments'] as const

export const environmentsQuery = queryOptions({
  queryKey: environmentsKey,
  queryFn: ({ signal }) => api.get('/api/v1/environments', environmentList, { signal }),
})

export const addEnvironment = (request: z.input<typeof environmentRequest>) => api.post('/api/v1/environments', environment, request)

export const changeEnvironment = (id: string, change: EnvironmentChange) => api.patch(`/api/v1/environments/${id}`, environment, change)

export const removeEnvironment = (id: string, confirm: string) => api.delete(`/api/v1/environments/${id}`, { query: { confirm } })

export const testEnvironment = (id: string) => api.post(`/api/v1/environments/${id}/test`, environmentTest)
