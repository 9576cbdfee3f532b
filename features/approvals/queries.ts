import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import type { approval, approvalCounts, approvalPage, DecisionRequest, Policies, policies, ReviewRequest } from '#features/approvals/schema.ts'
import type { ApprovalFilter } from '#features/approvals/view.ts'

export const approvalsKey = ['approvals'] as const

export const approvalsPageQuery = (filter: ApprovalFilter) =>
  queryOptions({
    queryKey: [...approvalsKey, 'page', filter],
    queryFn: ({ signal }) => api.get<typeof approvalPage>('/api/v1/approvals', { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

export const approvalQueryOf = (id: string) =>
  queryOptions({ queryKey: [...approvalsKey, 'one', id], queryFn: ({ signal }) => api.get<typeof approval>(`/api/v1/approvals/${id}`, { signal }) })

/** How much waits for the reader. */
export const countsQuery = queryOptions({
  queryKey: [...approvalsKey, 'counts'],
  queryFn: ({ signal }) => api.get<typeof approvalCounts>('/api/v1/approvals/counts', { signal }),
})

export const policiesQuery = queryOptions({
  queryKey: [...approvalsKey, 'policies'],
  queryFn: ({ signal }) => api.get<typeof policies>('/api/v1/approvals/policies', { signal }),
})

export const decideApproval = (id: string, request: DecisionRequest) => api.post<typeof approval>(`/api/v1/approvals/${id}/decisions`, request)

export const reviewApproval = (id: string, request: ReviewRequest) => api.post<typeof approval>(`/api/v1/approvals/${id}/review`, request)

export const savePolicies = (change: Policies) => api.put<typeof policies>('/api/v1/approvals/policies', change)
