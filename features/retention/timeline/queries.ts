import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import { analysesKey } from '#features/retention/queries.ts'
import type { playerEvents } from '#features/retention/timeline/schema.ts'

/** Raw events page after page; `families` with commas, empty for all. */
export const playerEventsQuery = (id: string, uid: string, account: string | undefined, families: string) =>
  infiniteQueryOptions({
    queryKey: [...analysesKey, id, 'events', uid, account, families],
    queryFn: ({ pageParam, signal }) =>
      api.get<typeof playerEvents>(`/api/v1/retention/analyses/${id}/players/${encodeURIComponent(uid)}/events`, {
        query: { after: pageParam, families, account },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
