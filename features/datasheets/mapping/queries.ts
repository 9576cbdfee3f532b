import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { gameSchema, mappingChange, mappingVersions, savedMapping, storedMapping, tryAnswer, tryRequest } from '#features/datasheets/mapping/schema.ts'

const root = '/api/v1/datasheets/mappings'
export const mappingsKey = ['datasheets', 'mappings'] as const

/** The mapping of an environment (name or id), the latest or one version of it. */
export const mappingQueryOf = (environment: string, version?: number) =>
  queryOptions({
    queryKey: [...mappingsKey, environment, version ?? 'latest'],
    queryFn: ({ signal }) => api.get<typeof storedMapping>(`${root}/${encodeURIComponent(environment)}`, { query: { version }, signal }),
  })

export const mappingVersionsQuery = (environment: string) =>
  queryOptions({
    queryKey: [...mappingsKey, environment, 'versions'],
    queryFn: ({ signal }) => api.get<typeof mappingVersions>(`${root}/${encodeURIComponent(environment)}/versions`, { signal }),
  })

export const saveMapping = (environment: string, change: z.input<typeof mappingChange>) =>
  api.put<typeof savedMapping>(`${root}/${encodeURIComponent(environment)}`, change)

/** A try-out is a question; the answer before stays until the next is there. */
export const mappingTryQuery = (environment: string, request: z.input<typeof tryRequest>) =>
  queryOptions({
    queryKey: [...mappingsKey, environment, 'try', request],
    queryFn: ({ signal }) => api.post<typeof tryAnswer>(`${root}/${encodeURIComponent(environment)}/try`, request, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  })

/** Tables and columns of a game database. */
export const gameSchemaQuery = (environment: string) =>
  queryOptions({
    queryKey: ['datasheets', 'schema', environment],
    queryFn: ({ signal }) => api.get<typeof gameSchema>(`/api/v1/datasheets/schema/${encodeURIComponent(environment)}`, { signal }),
    staleTime: 60_000,
  })
