import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { exportRequest, exportStarted, sheetExportPage, tableCounts } from '#features/datasheets/exports/schema.ts'

const root = '/api/v1/datasheets/exports'
export const exportsKey = ['datasheets', 'exports'] as const

/** The last exports of all environments. */
export const recentExports = { page: 1, pageSize: 20 }

export const exportsQuery = queryOptions({
  queryKey: [...exportsKey, 'list', recentExports],
  queryFn: ({ signal }) => api.get<typeof sheetExportPage>(root, { query: recentExports, signal }),
})

/** Tables of an environment with their rows, and beside them those of another; counted when it is asked. */
export const tableCountsOf = (environment: string, beside: string | undefined) =>
  queryOptions({
    queryKey: ['datasheets', 'tables', environment, beside ?? null],
    queryFn: ({ signal }) => api.get<typeof tableCounts>('/api/v1/datasheets/tables', { query: { environment, beside }, signal }),
    staleTime: 30_000,
    retry: false,
  })

export const startExport = (request: z.input<typeof exportRequest>) => api.post<typeof exportStarted>(root, request)
