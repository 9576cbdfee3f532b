import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api, withQuery } from '#components/api/client.ts'
import type {
  apartRows,
  findingPage,
  findingQuery,
  planDetail,
  planPage,
  planQuery,
  planRequest,
  planRows,
  planStarted,
  rowExportQuery,
  rowQuery,
} from '#features/datasheets/plans/schema.ts'

const root = '/api/v1/datasheets/plans'
/** Files, plans, imports, exports and tables: an import changes what all of them say. */
export const datasheetsKey = ['datasheets'] as const
export const plansKey = [...datasheetsKey, 'plans'] as const

type Query = Record<string, string | number | undefined>
const tablePath = (id: string, table: string): string => `${root}/${id}/tables/${encodeURIComponent(table)}/rows`

export const plansQuery = (query: z.input<typeof planQuery> = {}) =>
  queryOptions({
    queryKey: [...plansKey, 'list', query],
    queryFn: ({ signal }) => api.get<typeof planPage>(root, { query: query as Query, signal }),
    placeholderData: keepPreviousData,
  })

export const planQueryOf = (id: string) =>
  queryOptions({ queryKey: [...plansKey, id], queryFn: ({ signal }) => api.get<typeof planDetail>(`${root}/${id}`, { signal }) })

/** Operations of one table from `offset` among those that the filters find. A draft never changes. */
export const planRowsQuery = (id: string, table: string, query: z.input<typeof rowQuery> = {}) =>
  queryOptions({
    queryKey: [...plansKey, id, 'rows', table, query],
    queryFn: ({ signal }) => api.get<typeof planRows>(tablePath(id, table), { query: query as Query, signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })

const apartAtOnce = 50

/** Rows of a table that somebody else changed since the export (`theirs`), or that the sheet changed too (`both`), page by page. */
export const planApartPages = (id: string, table: string, kind: 'theirs' | 'both') =>
  infiniteQueryOptions({
    queryKey: [...plansKey, id, 'apart', table, kind],
    queryFn: ({ signal, pageParam }) =>
      api.get<typeof apartRows>(`${root}/${id}/tables/${encodeURIComponent(table)}/apart`, { query: { kind, offset: pageParam, limit: apartAtOnce }, signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const known = pages.reduce((sum, { items }) => sum + items.length, 0)
      return last.items.length > 0 && known < last.total ? known : undefined
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

export const planFindingsQuery = (id: string, query: z.input<typeof findingQuery> = {}) =>
  queryOptions({
    queryKey: [...plansKey, id, 'findings', query],
    queryFn: ({ signal }) => api.get<typeof findingPage>(`${root}/${id}/findings`, { query: query as Query, signal }),
    placeholderData: keepPreviousData,
  })

export const startPlan = (request: z.input<typeof planRequest>) => api.post<typeof planStarted>(root, request)

/** A new plan of the same files for the same environment. */
export const comparePlanAgain = (id: string) => api.post<typeof planStarted>(`${root}/${id}/again`)

/** NDJSON of `{op,key,cells}`, as `qd datasheets rows` prints it. */
export const rowsExportPath = (id: string, table: string, filter: z.input<typeof rowExportQuery> = {}): string =>
  withQuery(`${tablePath(id, table)}/export`, filter)

/** All findings as CSV. */
export const findingsExportPath = (id: string): string => `${root}/${id}/findings/export`

/** The workbook with its bad cells coloured and commented. */
export const annotatedPath = (id: string, upload: string): string => `${root}/${id}/annotated/${upload}`
