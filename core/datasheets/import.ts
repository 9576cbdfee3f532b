import { createHash } from 'node:crypto'

/** What of a plan is done: its tables by name, and whether their deletes are. */
export type Selection = { tables: readonly string[]; deletes: boolean }

/**
 * SHA-256, hex, of what an approval binds: the digest of the plan, whether deletes are done, and the ticked tables with their digests,
 * in the order of their names by UTF-16 units. Another tick is another digest.
 */
export function selectionDigest(planSha256: string, tables: readonly { table: string; digest: string }[], deletes: boolean): string {
  const sorted = tables.toSorted((a, b) => (a.table < b.table ? -1 : 1)).map(({ table, digest }) => [table, digest])
  return createHash('sha256')
    .update(JSON.stringify([planSha256, deletes, sorted]))
    .digest('hex')
}

type Values = Readonly<Record<string, string | null>>

/** A row that is not any more what the plan was made from. Null: there is no such row on that side. */
export type MovedRow = {
  table: string
  op: 'insert' | 'update' | 'delete'
  key: Values
  /** What stood there when the plan was made, what the plan would write, what stands there now: the columns of the plan's operation. */
  planned: Values | null
  wanted: Values | null
  now: Values | null
}

/** A row that an export had and that somebody else changed since. `mine` is what the sheet says, `now` what the database says; null: no such row. */
export type ApartRow = {
  /** theirs: the sheet left it alone, so nothing is done. both: the sheet changed it too, and somebody has to decide. */
  kind: 'theirs' | 'both'
  key: Values
  mine: Values | null
  now: Values | null
  at?: { file: string; sheet: string; row: number }
}

/** Deletes of more than this share of a table's rows, or of all of them, need the table's name. */
export const deleteBrakePercent = 20

/** Whether the deletes of a table are too many to be meant without saying so. `rowsBefore`: rows of the slices that the sheets speak of. */
export const braked = ({ delete: gone, rowsBefore }: { delete: number; rowsBefore: number }): boolean =>
  gone > 0 && (gone * 100 > rowsBefore * deleteBrakePercent || gone >= rowsBefore)
