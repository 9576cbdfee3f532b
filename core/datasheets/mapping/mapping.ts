import { z } from 'zod'
import { condition } from '#core/condition/condition.ts'

const name = z.string().trim().min(1).max(191)
const column = z.string().min(1).max(64)
const number = z.string().regex(/^-?\d+(\.\d+)?$/)

/** A record of no more entries than a table or sheet can have. */
const few = <Record extends z.ZodType<object>>(record: Record, most: number) => record.refine((value) => Object.keys(value).length <= most, 'too_many')

/** One sheet that feeds a table: the whole of it, or the slice that `where` cuts out. */
const sheetMapping = z.strictObject({
  sheet: name,
  where: condition.nullable().default(null),
  /** Row of the header, from 1. */
  headerRow: z.number().int().min(1).max(1_000).default(1),
  /** Rows that hold no data although they stand below or above the header: type and comment rows. */
  skipRows: z.array(z.number().int().min(1).max(1_048_576)).max(1_000).default([]),
  /** Headers that are ignored; those that begin with `#` always are. */
  ignoreColumns: z.array(name).max(500).default([]),
  /** Header of the sheet -> column of the table. */
  rename: few(z.record(name, column), 500).default({}),
})

export const blankPolicies = ['null', 'empty', 'default', 'error'] as const

/** How the cells of one column are read. Without an entry: blank is NULL where the column may be NULL, else an error. */
export const columnMapping = z.strictObject({
  blank: z.enum(blankPolicies).optional(),
  /** What stands for NULL and for an empty text where both can occur; a text equal to one of them is written with a backslash in front. */
  nullToken: z.string().min(1).max(32).optional(),
  emptyToken: z.string().min(1).max(32).optional(),
})

const rule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('range'), column, min: number.optional(), max: number.optional() }),
  z.strictObject({ kind: z.literal('not_default'), column }),
  z.strictObject({ kind: z.literal('sum'), column, by: z.array(column).max(8), equals: number.default('100') }),
  z.strictObject({ kind: z.literal('reference'), column, table: column, to: column }),
  z.strictObject({ kind: z.literal('unique'), columns: z.array(column).min(1).max(16) }),
  z.strictObject({ kind: z.literal('order'), before: column, after: column }),
])

/** sync: rows that the sheets lack are deleted, inside their slices. upsert: nothing is deleted. insert: only new rows are written. */
export const tablePolicies = ['sync', 'upsert', 'insert'] as const

const tableMapping = z.strictObject({
  table: column,
  policy: z.enum(tablePolicies).default('sync'),
  /** Columns that tell rows apart in a table without a primary key; empty: the primary key. */
  key: z.array(column).max(16).default([]),
  /** Empty: the sheet of the table's own name. */
  sheets: z.array(sheetMapping).max(100).default([]),
  columns: few(z.record(column, columnMapping), 4_096).default({}),
  rules: z.array(rule).max(200).default([]),
})

/** How the sheets of an environment reach its tables. Empty at first: then names alone decide. */
export const mapping = z.strictObject({
  tables: z.array(tableMapping).max(1_000).default([]),
  /** Sheets that hold no data. */
  ignoreSheets: z.array(name).max(500).default([]),
})

export type Mapping = z.infer<typeof mapping>
export type TableMapping = z.infer<typeof tableMapping>
export type SheetMapping = z.infer<typeof sheetMapping>
export type ColumnMapping = z.infer<typeof columnMapping>
export type Rule = z.infer<typeof rule>
export type TablePolicy = (typeof tablePolicies)[number]
export const emptyMapping: Mapping = { tables: [], ignoreSheets: [] }
