import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import { type SourceChange, source, sourceList, type sourceRequest, sourceTest } from '#features/gamelog/schema.ts'

export const sourcesKey = ['sources'] as const

export const sourcesQuery = queryOptions({ queryKey: sourcesKey, queryFn: ({ signal }) => api.get('/api/v1/sources', sourceList, { signal }) })

export const addSource = (request: z.input<typeof sourceRequest>) => api.post('/api/v1/sources', source, request)

export const testSource = (id: string) => api.post(`/api/v1/sources/${id}/test`, sourceTest)

export const changeSource = (id: string, change: SourceChange) => api.patch(`/api/v1/sources/${id}`, source, change)

export const removeSource = (id: string) => api.delete(`/api/v1/sources/${id}`)
