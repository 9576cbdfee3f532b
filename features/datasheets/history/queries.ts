import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { history, historyQuery } from '#features/datasheets/history/schema.ts'

export const historyKey = ['datasheets', 'history'] as const

/** Who changed a table, a row or a cell; the latest first. */
export const historyQueryOf = (query: z.input<typeof historyQuery>) =>
  queryOptions({
    queryKey: [...historyKey, query],
    queryFn: ({ signal }) => api.get<typeof history>('/api/v1/datasheets/history', { query: query as Record<string, string | number | undefined>, signal }),
    placeholderData: keepPreviousData,
  })
