import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { approval } from '#features/approvals/schema.ts'
import type {
  applyRequest,
  approvalRequest,
  deriveRequest,
  importDetail,
  importPage,
  importQuery,
  importStarted,
  movedPage,
  movedQuery,
  undoOpened,
} from '#features/datasheets/imports/schema.ts'
import type { planStarted } from '#features/datasheets/plans/schema.ts'

const root = '/api/v1/datasheets/imports'
const planPath = (id: string): string => `/api/v1/datasheets/plans/${id}`
export const importsKey = ['datasheets', 'imports'] as const

type Query = Record<string, string | number | undefined>

export const importsQuery = (query: z.input<typeof importQuery> = {}) =>
  queryOptions({
    queryKey: [...importsKey, 'list', query],
    queryFn: ({ signal }) => api.get<typeof importPage>(root, { query: query as Query, signal }),
    placeholderData: keepPreviousData,
  })

export const importQueryOf = (id: string) =>
  queryOptions({ queryKey: [...importsKey, id], queryFn: ({ signal }) => api.get<typeof importDetail>(`${root}/${id}`, { signal }) })

/** Rows that had changed since the plan was made, of an import that failed for them. */
export const movedRowsQuery = (id: string, query: z.input<typeof movedQuery> = {}) =>
  queryOptions({
    queryKey: [...importsKey, id, 'moved', query],
    queryFn: ({ signal }) => api.get<typeof movedPage>(`${root}/${id}/moved`, { query: query as Query, signal }),
    placeholderData: keepPreviousData,
  })

/** Asks others to agree to exactly this choice of a plan; asked for again it is the same request. */
export const askForApproval = (plan: string, request: z.input<typeof approvalRequest> = {}) => api.post<typeof approval>(`${planPath(plan)}/approvals`, request)

export const applyPlan = (plan: string, request: z.input<typeof applyRequest>) => api.post<typeof importStarted>(`${planPath(plan)}/apply`, request)

/** A choice of a plan's rows, and decisions on its conflicts, as a plan of its own. */
export const derivePlan = (plan: string, request: z.input<typeof deriveRequest>) => api.post<typeof planStarted>(`${planPath(plan)}/derive`, request)

/** Opens the plan that takes an import back. */
export const undoImport = (id: string) => api.post<typeof undoOpened>(`${root}/${id}/undo`)
