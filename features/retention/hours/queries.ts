import { queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import type { hoursAnswer } from '#features/retention/hours/schema.ts'
import { analysesKey } from '#features/retention/queries.ts'

/** A finished analysis does not change any more. */
export const hoursQuery = (id: string) =>
  queryOptions({
    queryKey: [...analysesKey, id, 'hours'],
    queryFn: ({ signal }) => api.get<typeof hoursAnswer>(`/api/v1/retention/analyses/${id}/by-hour`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
