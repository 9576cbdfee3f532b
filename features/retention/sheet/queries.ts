import { queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import { analysesKey } from '#features/retention/queries.ts'
import type { playerRow } from '#features/retention/schema.ts'
import type { Breakdown, breakdown, distribution } from '#features/retention/sheet/schema.ts'

const of = (id: string, part: string) => `/api/v1/retention/analyses/${id}/${part}`

/** A finished analysis does not change any more. */
const forever = { staleTime: Number.POSITIVE_INFINITY }

export const breakdownQueryOf = (id: string, by: Breakdown['by']) =>
  queryOptions({
    queryKey: [...analysesKey, id, 'breakdown', by],
    queryFn: ({ signal }) => api.get<typeof breakdown>(of(id, 'breakdown'), { query: { by }, signal }),
    ...forever,
  })

export const distributionQueryOf = (id: string, column: string) =>
  queryOptions({
    queryKey: [...analysesKey, id, 'distribution', column],
    queryFn: ({ signal }) => api.get<typeof distribution>(of(id, 'distribution'), { query: { column }, signal }),
    ...forever,
  })

export const playerQueryOf = (id: string, uid: string, account?: string) =>
  queryOptions({
    queryKey: [...analysesKey, id, 'player', uid, account],
    queryFn: ({ signal }) => api.get<typeof playerRow>(of(id, `players/${encodeURIComponent(uid)}`), { query: { account }, signal }),
    ...forever,
  })
