import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { delivery, deliveryPage, HookChange, hook, hookList, hookMade, hookRequest } from '#features/notices/schema.ts'
import { type HookFilter, isUnderWay } from '#features/notices/view.ts'

export const hooksKey = ['hooks'] as const
/** Without the deliveries of each hook: those of one that was removed are nowhere any more. */
export const hooksPageKey = [...hooksKey, 'page'] as const
const deliveriesKey = [...hooksKey, 'deliveries'] as const
const shown = 20
const everyMs = 1_500

export const hooksPageQuery = (filter: HookFilter) =>
  queryOptions({
    queryKey: [...hooksPageKey, filter],
    queryFn: ({ signal }) => api.get<typeof hookList>('/api/v1/hooks', { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

export const loadHook = (id: string) => api.get<typeof hook>(`/api/v1/hooks/${id}`)

/** The newest of one hook, or of all hooks and mails; asked for again while one of them is on its way. */
export const deliveriesQuery = (hookId: string | null) =>
  queryOptions({
    queryKey: [...deliveriesKey, hookId],
    queryFn: ({ signal }) =>
      api.get<typeof deliveryPage>(hookId === null ? '/api/v1/hooks/deliveries' : `/api/v1/hooks/${hookId}/deliveries`, { query: { pageSize: shown }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? everyMs : false),
  })

export const addHook = (request: z.input<typeof hookRequest>) => api.post<typeof hookMade>('/api/v1/hooks', request)

export const changeHook = (id: string, change: HookChange) => api.patch<typeof hook>(`/api/v1/hooks/${id}`, change)

export const renewSecret = (id: string) => api.post<typeof hookMade>(`/api/v1/hooks/${id}/secret`)

export const removeHook = (id: string) => api.delete(`/api/v1/hooks/${id}`)

export const testHook = (id: string) => api.post<typeof delivery>(`/api/v1/hooks/${id}/test`)

export const retryDelivery = (id: string) => api.post<typeof delivery>(`/api/v1/hooks/deliveries/${id}/retry`)
