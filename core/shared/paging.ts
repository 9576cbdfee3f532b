import { z } from 'zod'
import { exportFormats } from '#core/shared/export.ts'

/** `page` counts from 1; `sort` is a column name, with a leading `-` for descending. */
export const paging = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(500).default(50),
  sort: z.string().max(64).optional(),
}

/** One page of a list with the count of the whole list and when it was counted. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), total: z.int(), page: z.int(), pageSize: z.int(), countedAt: z.iso.datetime() })

/** The query of every export beside its filters. */
export const exportFormat = { format: z.enum(exportFormats).default('csv') }
