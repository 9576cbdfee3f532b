import { z } from 'zod'

/** What the parts of datasheets share at the API: core/datasheets says what each field means. */

export const findingLevels = ['error', 'warning'] as const

/** `message` is the rule and the cure in the reader's language. */
export const finding = z
  .object({
    level: z.enum(findingLevels),
    code: z.string(),
    file: z.string(),
    sheet: z.string().nullable(),
    cell: z.string().nullable(),
    table: z.string().nullable(),
    column: z.string().nullable(),
    value: z.string().nullable(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    message: z.string(),
  })
  .meta({ id: 'DatasheetFinding' })

const columnType = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('integer'),
    bytes: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(8)]),
    unsigned: z.boolean(),
    boolean: z.boolean(),
  }),
  z.object({ kind: z.literal('decimal'), precision: z.int(), scale: z.int(), unsigned: z.boolean() }),
  z.object({ kind: z.literal('float'), double: z.boolean(), unsigned: z.boolean() }),
  z.object({ kind: z.literal('bit'), bits: z.int() }),
  z.object({ kind: z.literal('text'), maxChars: z.int().nullable(), maxBytes: z.int(), charset: z.string(), collation: z.string() }),
  z.object({ kind: z.literal('binary'), maxBytes: z.int(), fixed: z.boolean() }),
  z.object({ kind: z.literal('date') }),
  z.object({ kind: z.literal('time'), fsp: z.int() }),
  z.object({ kind: z.literal('datetime'), fsp: z.int() }),
  z.object({ kind: z.literal('timestamp'), fsp: z.int() }),
  z.object({ kind: z.literal('year') }),
  z.object({ kind: z.literal('enum'), labels: z.array(z.string()), collation: z.string() }),
  z.object({ kind: z.literal('set'), labels: z.array(z.string()), collation: z.string() }),
  z.object({ kind: z.literal('json') }),
  z.object({ kind: z.literal('other'), declared: z.string() }),
])

const columnDef = z.object({
  name: z.string(),
  type: columnType,
  declared: z.string(),
  nullable: z.boolean(),
  default: z.union([z.object({ value: z.string().nullable() }), z.object({ expression: z.string() })]).nullable(),
  autoIncrement: z.boolean(),
  generated: z.boolean(),
  onUpdate: z.boolean(),
  comment: z.string(),
})

const names = z.array(z.string())

export const tableDef = z
  .object({
    name: z.string(),
    comment: z.string(),
    columns: z.array(columnDef),
    primaryKey: names,
    uniqueKeys: z.array(z.object({ name: z.string(), columns: names, prefixes: z.array(z.int().nullable()).optional() })),
    foreignKeys: z.array(z.object({ name: z.string(), columns: names, table: z.string(), references: names, onDelete: z.string() })),
    triggers: names,
  })
  .meta({ id: 'GameTable' })

const count = z.int()

export const tableResult = z
  .object({
    table: z.string(),
    sheets: z.array(z.object({ file: z.string(), sheet: z.string(), rows: count, hiddenRows: count, hidden: z.boolean() })),
    columns: names,
    key: names,
    insert: count,
    update: count,
    delete: count,
    unchanged: count,
    theirs: count.optional(),
    both: count.optional(),
    errors: count,
    warnings: count,
    rowsBefore: count,
    byColumn: z.array(
      z.object({ column: z.string(), changed: count, up: count.optional(), down: count.optional(), medianPercent: z.number().nullable().optional() }),
    ),
    digest: z.string(),
  })
  .meta({ id: 'DatasheetTable' })

export const findingCount = z.object({ table: z.string().nullable(), level: z.enum(findingLevels), code: z.string(), count })
