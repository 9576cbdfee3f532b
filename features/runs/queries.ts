import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import { type RunCommand, type RunQuery, run, runDetail, runLogList, runPage, workersAlive } from '#features/runs/schema.ts'

/** What a screen asks for; the API fills in the rest. */
export type RunFilter = Partial<RunQuery>

export const runKeys = {
  all: ['runs'] as const,
  lists: ['runs', 'list'] as const,
  one: (id: string) => ['runs', 'one', id] as const,
  logs: (id: string) => ['runs', 'logs', id] as const,
}

export const runsQuery = (filter: RunFilter) =>
  queryOptions({
    queryKey: [...runKeys.lists, filter],
    queryFn: ({ signal }) => api.get('/api/v1/runs', runPage, { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

export const runQueryOf = (id: string) =>
  queryOptions({ queryKey: runKeys.one(id), queryFn: ({ signal }) => api.get(`/api/v1/runs/${id}`, runDetail, { signal }) })

/** Log lines after `after` (an id), oldest first. */
export const fetchLogs = (id: string, after: string | undefined, signal?: AbortSignal): Promise<z.infer<typeof runLogList>> =>
  api.get(`/api/v1/runs/${id}/logs`, runLogList, { query: { after, limit: 500 }, signal })

export const workersQuery = queryOptions({ queryKey: ['workers'], queryFn: ({ signal }) => api.get('/api/v1/workers', workersAlive, { signal }) })

export const commandRun = (id: string, command: RunCommand) => api.post(`/api/v1/runs/${id}/commands`, run, { command })

export const artefactUrl = (runId: string, artefactId: string): string => `/api/v1/runs/${runId}/artefacts/${artefactId}`
