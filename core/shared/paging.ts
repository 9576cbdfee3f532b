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

export type Direction = 'asc' | 'desc'

/**
 * What `sort` of a list asks for: a column, with a leading `-` for descending; `standard`, written likewise, for none and for a name that no column
 * has. Ties are broken by the id the same way round, so that an order turned round is the mirror of it.
 */
export function sortingOf<Column extends string>(sort: string | undefined, columns: readonly Column[], standard: Column | `-${Column}`) {
  const named = columns.find((name) => name === sort?.replace(/^-/, ''))
  const asked = named && sort ? sort : standard
  const direction: Direction = asked.startsWith('-') ? 'desc' : 'asc'
  return { column: named ?? (standard.replace(/^-/, '') as Column), direction }
}
