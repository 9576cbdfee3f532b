import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { sheetPreview, upload, uploadPage, uploadQuery } from '#features/datasheets/uploads/schema.ts'

const root = '/api/v1/datasheets/uploads'
export const uploadsKey = ['datasheets', 'uploads'] as const

/** Where a file is sent to; see features/datasheets/uploads/send.ts. */
export const uploadPath = root

export const uploadsQuery = (query: z.input<typeof uploadQuery> = {}) =>
  queryOptions({
    queryKey: [...uploadsKey, 'list', query],
    queryFn: ({ signal }) => api.get<typeof uploadPage>(root, { query: query as Record<string, string | number | undefined>, signal }),
    placeholderData: keepPreviousData,
  })

export const uploadQueryOf = (id: string) =>
  queryOptions({ queryKey: [...uploadsKey, id], queryFn: ({ signal }) => api.get<typeof upload>(`${root}/${id}`, { signal }) })

/** The first rows of one sheet as they are; `sheet` counts from 0. */
export const sheetQueryOf = (id: string, sheet: number, rows = 20) =>
  queryOptions({
    queryKey: [...uploadsKey, id, 'sheet', sheet, rows],
    queryFn: ({ signal }) => api.get<typeof sheetPreview>(`${root}/${id}/sheets/${sheet}`, { query: { rows }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const deleteUpload = (id: string) => api.delete(`${root}/${id}`)
