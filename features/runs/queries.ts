import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import { type RunCommand, type RunLog, run, runDetail, runLogList, runPage, workersAlive } from '#features/runs/schema.ts'
import type { RunFilter } from '#features/runs/view.ts'

export const runKeys = {
  all: ['runs'] as const,
  lists: ['runs', 'list'] as const,
  one: (id: string) => ['runs', 'one', id] as const,
  logs: (id: string) => ['runs', 'logs', id] as const,
}

export const runsExportPath = '/api/v1/runs/export'

export const runsQuery = (filter: RunFilter) =>
  queryOptions({
    queryKey: [...runKeys.lists, filter],
    queryFn: ({ signal }) => api.get('/api/v1/runs', runPage, { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

export const runQueryOf = (id: string) =>
  queryOptions({ queryKey: runKeys.one(id), queryFn: ({ signal }) => api.get(`/api/v1/runs/${id}`, runDetail, { signal }) })

const linesAtOnce = 500

/** All log lines of a run, oldest first. Only those after the last known one are asked for. */
export const runLogsQuery = (id: string) =>
  queryOptions({
    queryKey: runKeys.logs(id),
    queryFn: async ({ client, signal }) => {
      const lines = [...(client.getQueryData<RunLog[]>(runKeys.logs(id)) ?? [])]
      for (let more = true; more; ) {
        const page = await api.get(`/api/v1/runs/${id}/logs`, runLogList, { query: { after: lines.at(-1)?.id, limit: linesAtOnce }, signal })
        lines.push(...page.items)
        more = page.items.length === linesAtOnce
      }
      return lines
    },
  })

export const workersQuery = queryOptions({ queryKey: ['workers'], queryFn: ({ signal }) => api.get('/api/v1/workers', workersAlive, { signal }) })

export const commandRun = (id: string, command: RunCommand) => api.post(`/api/v1/runs/${id}/commands`, run, { command })

export const artefactUrl = (runId: string, artefactId: string): string => `/api/v1/runs/${runId}/artefacts/${artefactId}`
