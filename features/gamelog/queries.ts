import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { SourceChange, source, sourceList, sourceListed, sourcePage, sourceRequest, sourceTest } from '#features/gamelog/schema.ts'
import type { SourceFilter } from '#features/gamelog/view.ts'

export const sourcesKey = ['sources'] as const

export const sourcesExportPath = '/api/v1/sources/export'

export const sourcesPageQuery = (filter: SourceFilter) =>
  queryOptions({
    queryKey: [...sourcesKey, 'page', filter],
    queryFn: ({ signal }) => api.get<typeof sourcePage>('/api/v1/sources', { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

export const loadSource = (id: string) => api.get<typeof sourceListed>(`/api/v1/sources/${id}`)

/** All of them. */
export const sourcesQuery = queryOptions({ queryKey: sourcesKey, queryFn: ({ signal }) => api.get<typeof sourceList>('/api/v1/sources', { signal }) })

export const addSource = (request: z.input<typeof sourceRequest>) => api.post<typeof source>('/api/v1/sources', request)

export const testSource = (id: string) => api.post<typeof sourceTest>(`/api/v1/sources/${id}/test`)

export const changeSource = (id: string, change: SourceChange) => api.patch<typeof source>(`/api/v1/sources/${id}`, change)

export const removeSource = (id: string) => api.delete(`/api/v1/sources/${id}`)
