import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { comparisonRequest } from '#features/datasheets/comparisons/schema.ts'
import type { tableCounts } from '#features/datasheets/exports/schema.ts'
import type { planStarted } from '#features/datasheets/plans/schema.ts'

/** Rows of the tables of one environment, and of another beside them; counted when it is asked. */
export const rowsBesideQuery = (environment: string, beside: string) =>
  queryOptions({
    queryKey: ['datasheets', 'tables', environment, beside],
    queryFn: ({ signal }) => api.get<typeof tableCounts>('/api/v1/datasheets/tables', { query: { environment, beside }, signal }),
    staleTime: 30_000,
    retry: false,
  })

export const startComparison = (request: z.input<typeof comparisonRequest>) => api.post<typeof planStarted>('/api/v1/datasheets/comparisons', request)
