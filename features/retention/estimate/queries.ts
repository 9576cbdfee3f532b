import { queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import type { estimate } from '#features/retention/estimate/schema.ts'
import type { RequestBody } from '#features/retention/queries.ts'

/** What an analysis would cost; asked again for every other question. Logs grow, so the answer is good for a minute. */
export const estimateQuery = (request: RequestBody | null) =>
  queryOptions({
    queryKey: ['retention', 'estimate', request],
    queryFn: ({ signal }) => api.post<typeof estimate>('/api/v1/retention/estimate', request ?? {}, { signal }),
    enabled: request !== null,
    staleTime: 60_000,
    retry: false,
  })
