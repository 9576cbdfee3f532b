import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import type { RunCommand, RunLog, run, runDetail, runLogList, runPage, workersAlive } from '#features/runs/schema.ts'
import type { RunFilter } from '#features/runs/view.ts'

export const runKeys = {
  all: ['runs'] as const,
  lists: ['runs', 'list'] as const,
  one: (id: string) => ['runs', 'one', id] as const,
  logs: (id: string) => ['runs', 'logs', id] as const,
}

export const runsExportPath = '/api/v1/runs/export'

/** What happened while an answer was on its way with its page was told to nobody: it is asked for once more when it is there. */
const live = { staleTime: 0 }

export const runsQuery = (filter: RunFilter) =>
  queryOptions({
    ...live,
    queryKey: [...runKeys.lists, filter],
    queryFn: ({ signal }) => api.get<typeof runPage>('/api/v1/runs', { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

export const runQueryOf = (id: string) =>
  queryOptions({ ...live, queryKey: runKeys.one(id), queryFn: ({ signal }) => api.get<typeof runDetail>(`/api/v1/runs/${id}`, { signal }) })

const linesAtOnce = 500

/** All log lines of a run, oldest first. Only those after the last known one are asked for. */
export const runLogsQuery = (id: string) =>
  queryOptions({
    queryKey: runKeys.logs(id),
    queryFn: async ({ client, signal }) => {
      const lines = [...(client.getQueryData<RunLog[]>(runKeys.logs(id)) ?? [])]
      for (let more = true; more; ) {
        const page = await api.get<typeof runLogList>(`/api/v1/runs/${id}/logs`, { query: { after: lines.at(-1)?.id, limit: linesAtOnce }, signal })
        lines.push(...page.items)
        more = page.items.length === linesAtOnce
      }
      return lines
    },
  })

export const workersQuery = queryOptions({ queryKey: ['workers'], queryFn: ({ signal }) => api.get<typeof workersAlive>('/api/v1/workers', { signal }) })

export const commandRun = (id: string, command: RunCommand) => api.post<typeof run>(`/api/v1/runs/${id}/commands`, { command })

export const artefactUrl = (runId: string, artefactId: string): string => `/api/v1/runs/${runId}/artefacts/${artefactId}`
