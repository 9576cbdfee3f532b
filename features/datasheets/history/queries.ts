import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import type { history } from '#features/datasheets/history/schema.ts'
import type { Asked } from '#features/datasheets/history/view.ts'

const historyKey = ['datasheets', 'history'] as const

/** Who changed a table, a row or a cell; the latest first, piece by piece. */
export const historyPages = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: [...historyKey, asked],
    queryFn: ({ signal, pageParam }) =>
      api.get<typeof history>('/api/v1/datasheets/history', { query: { ...asked, ...(pageParam === null ? {} : { before: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    retry: false,
  })
