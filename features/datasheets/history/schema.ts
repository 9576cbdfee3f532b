import { z } from 'zod'

const values = z.record(z.string(), z.string().nullable())

export const historyQuery = z.strictObject({
  environment: z.string().min(1).max(100),
  table: z.string().min(1).max(64),
  /** One row: the value of its key, or a JSON object by key column. */
  key: z.string().max(2000).optional(),
  column: z.string().max(64).optional(),
  /** Imports before this one: what the answer before called `next`. */
  before: z.string().max(20).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** Who changed a table, a row or a cell, when, from what; the latest first. Without a key the rows are counted and not listed. */
export const history = z
  .object({
    environment: z.object({ id: z.string(), name: z.string() }),
    table: z.string(),
    items: z.array(
      z.object({
        import: z.string(),
        plan: z.string(),
        at: z.iso.datetime(),
        by: z.object({ id: z.string(), name: z.string() }),
        approvedBy: z.array(z.string()),
        files: z.array(z.string()),
        undoOf: z.string().nullable(),
        inserted: z.int(),
        updated: z.int(),
        deleted: z.int(),
        /** With a key: what happened to the row. */
        change: z
          .object({
            op: z.enum(['insert', 'update', 'delete']),
            key: values,
            cells: z.record(z.string(), z.tuple([z.string().nullable(), z.string().nullable()])),
            at: z.object({ file: z.string(), sheet: z.string(), row: z.int() }).optional(),
          })
          .nullable(),
      }),
    ),
    /** Null: that was all. */
    next: z.string().nullable(),
  })
  .meta({ id: 'TableHistory' })

export type History = z.infer<typeof history>
export type HistoryQuery = z.infer<typeof historyQuery>
