import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { uploadPage, uploadQuery } from '#features/datasheets/uploads/schema.ts'

const root = '/api/v1/datasheets/uploads'
export const uploadsKey = ['datasheets', 'uploads'] as const

/** Where a file is sent to. */
export const uploadPath = root

export const uploadsQuery = (query: z.input<typeof uploadQuery> = {}) =>
  queryOptions({
    queryKey: [...uploadsKey, 'list', query],
    queryFn: ({ signal }) => api.get<typeof uploadPage>(root, { query: query as Record<string, string | number | undefined>, signal }),
    placeholderData: keepPreviousData,
  })

export const deleteUpload = (id: string) => api.delete(`${root}/${id}`)
