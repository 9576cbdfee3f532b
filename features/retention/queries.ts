import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { analysis, analysisPage, analysisQuery, analysisRequest, playerPage, playerQuery } from '#features/retention/schema.ts'

const root = '/api/v1/retention/analyses'

export const analysesKey = ['retention', 'analyses'] as const

export const analysesQuery = (query: z.input<typeof analysisQuery> = {}) =>
  queryOptions({
    queryKey: [...analysesKey, 'list', query],
    queryFn: ({ signal }) => api.get<typeof analysisPage>(root, { query: query as Record<string, string | number | undefined>, signal }),
    placeholderData: keepPreviousData,
  })

export const analysisQueryOf = (id: string) =>
  queryOptions({ queryKey: [...analysesKey, id], queryFn: ({ signal }) => api.get<typeof analysis>(`${root}/${id}`, { signal }) })

export const playersQuery = (id: string, query: z.input<typeof playerQuery> = {}) =>
  queryOptions({
    queryKey: [...analysesKey, id, 'players', query],
    queryFn: ({ signal }) => api.get<typeof playerPage>(`${root}/${id}/players`, { query: query as Record<string, string | number | undefined>, signal }),
    placeholderData: keepPreviousData,
  })

export type RequestBody = z.input<typeof analysisRequest>

export const startAnalysis = (request: RequestBody) => api.post<typeof analysis>(root, request)

export const analysesExportPath = `${root}/export`

export const playersExportPath = (id: string): string => `${root}/${id}/players/export`
