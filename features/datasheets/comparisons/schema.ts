import { z } from 'zod'

/** Makes a plan that gives the tables of `to` the rows of `from`. */
export const comparisonRequest = z
  .strictObject({
    from: z.string().min(1).max(100),
    to: z.string().min(1).max(100),
    /** Left out: all that both have. */
    tables: z.array(z.string().min(1).max(64)).min(1).max(2000).optional(),
  })
  .meta({ id: 'ComparisonRequest' })

/** What two databases declare differently. `from`, `to`: as each declares it; null where it is missing. */
export const schemaDifference = z.object({
  table: z.string(),
  column: z.string().nullable(),
  kind: z.enum(['table_missing', 'column_missing', 'type', 'nullable', 'default', 'primary_key', 'unique_key', 'foreign_key']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Whether rows cannot be carried over: the table is not compared. */
  blocking: z.boolean(),
})

export type ComparisonRequest = z.infer<typeof comparisonRequest>
export type SchemaDifference = z.infer<typeof schemaDifference>
