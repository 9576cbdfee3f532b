import { z } from 'zod'
import { mapping } from '#core/datasheets/mapping/mapping.ts'
import { finding, tableDef } from '#features/datasheets/shapes.ts'
import { environmentKind } from '#features/environments/schema.ts'

export const mappedEnvironment = z.object({ id: z.string(), name: z.string(), kind: environmentKind })

const made = {
  /** From 1; 0 stands for the empty mapping that nobody has saved. */
  version: z.int(),
  author: z.string().nullable(),
  createdAt: z.iso.datetime().nullable(),
}

/** The mapping of an environment, as of one version. */
export const storedMapping = z.object({ environment: mappedEnvironment, ...made, latest: z.int(), mapping }).meta({ id: 'StoredMapping' })

export const mappingQuery = z.strictObject({ version: z.coerce.number().int().min(0).max(1_000_000_000).optional() })

/** `version` is the one that was edited; when another was saved meanwhile nothing is written. */
export const mappingChange = z.strictObject({ version: z.int().min(0), mapping }).meta({ id: 'MappingChange' })

/** The latest first. */
export const mappingVersions = z.object({ items: z.array(z.object({ ...made, tables: z.int() })) }).meta({ id: 'MappingVersions' })

/** `mapping` left out: the one that is saved. `table` overrides what names and mapping say. */
export const tryRequest = z
  .strictObject({
    upload: z.string().min(1).max(36),
    sheet: z.string().min(1).max(191),
    mapping: mapping.optional(),
    table: z.string().min(1).max(64).optional(),
  })
  .meta({ id: 'MappingTryRequest' })

/** Where a header goes: to a column, nowhere because the mapping says so or it begins with `#`, or nowhere because no column is called so. */
export const headerFates = ['mapped', 'ignored', 'unknown', 'generated'] as const

export const tryAnswer = z
  .object({
    /** Null: neither the mapping nor a name leads to a table. */
    table: z.string().nullable(),
    ignored: z.boolean(),
    /** Names of tables near the sheet's own, the nearest first, when there is none. */
    nearest: z.array(z.string()),
    headers: z.array(z.object({ cell: z.string(), text: z.string(), fate: z.enum(headerFates), column: z.string().nullable(), nearest: z.array(z.string()) })),
    /** Columns of the table that no header leads to. */
    missing: z.array(z.string()),
    key: z.array(z.string()),
    /** The first 50 rows that hold data; `cells` by column in canonical form, null is NULL; a cell with an error has no value. */
    rows: z.array(
      z.object({
        row: z.int(),
        inSlice: z.boolean().nullable(),
        cells: z.record(z.string(), z.object({ cell: z.string(), raw: z.string(), value: z.string().nullable(), errors: z.array(z.string()) })),
      }),
    ),
    findings: z.array(finding),
    /** Whether the sheet has no more rows than these. */
    complete: z.boolean(),
  })
  .meta({ id: 'MappingTry' })

/** Tables of a game database as it describes itself, inside the environment's allow-list. */
export const gameSchema = z.object({ environment: mappedEnvironment, fingerprint: z.string(), tables: z.array(tableDef) }).meta({ id: 'GameSchema' })

export type StoredMapping = z.infer<typeof storedMapping>
export type MappingChange = z.infer<typeof mappingChange>
export type MappingVersions = z.infer<typeof mappingVersions>
export type TryRequest = z.infer<typeof tryRequest>
export type TryAnswer = z.infer<typeof tryAnswer>
export type GameSchema = z.infer<typeof gameSchema>
