import { z } from 'zod'
import { mapping } from '#core/datasheets/mapping/mapping.ts'
import { finding, findingLevels, tableDef } from '#features/datasheets/schema.ts'
import { environmentKind } from '#features/environments/schema.ts'

export const mappedEnvironment = z.object({ id: z.string(), name: z.string(), kind: environmentKind })

const made = {
  /** From 1; 0 stands for the empty mapping that nobody has saved. */
  version: z.int(),
  author: z.string().nullable(),
  createdAt: z.iso.datetime().nullable(),
}

/** What is wrong with a mapping, in the reader's language. `path` is where it stands in it, e.g. `tables.0.sheets.1.where`. */
const issue = z.object({ level: z.enum(findingLevels), path: z.string(), code: z.string(), message: z.string() })

/** The mapping of an environment, as of one version. */
export const storedMapping = z.object({ environment: mappedEnvironment, ...made, latest: z.int(), mapping }).meta({ id: 'StoredMapping' })
/** What was saved, and what of it has no effect. */
export const savedMapping = storedMapping.extend({ issues: z.array(issue) }).meta({ id: 'SavedMapping' })

export const mappingQuery = z.strictObject({ version: z.coerce.number().int().min(0).max(1_000_000_000).optional() })

/** `version` is the one that was edited; when another was saved meanwhile nothing is written. */
export const mappingChange = z.strictObject({ version: z.int().min(0), mapping }).meta({ id: 'MappingChange' })

/** The latest first. */
export const mappingVersions = z.object({ items: z.array(z.object({ ...made, tables: z.int() })) }).meta({ id: 'MappingVersions' })

/** `mapping` left out: the one that is saved. `table`: read the sheet into this one, whatever names and mapping say. */
export const tryRequest = z
  .strictObject({
    upload: z.string().min(1).max(36),
    sheet: z.string().min(1).max(191),
    mapping: mapping.optional(),
    table: z.string().min(1).max(64).optional(),
  })
  .meta({ id: 'MappingTryRequest' })

export const tryAnswer = z
  .object({
    /** Null: neither the mapping nor a name leads to a table; `findings` says which was meant, or that the sheet is ignored. */
    table: z.string().nullable(),
    ignored: z.boolean(),
    /** Headers of the sheet in its order; `column` null: it is not read. */
    headers: z.array(z.object({ cell: z.string(), text: z.string(), column: z.string().nullable() })),
    /** Columns of the table that could be written and have no header. */
    missing: z.array(z.string()),
    key: z.array(z.string()),
    /** The first rows that hold data, by column in canonical form. */
    rows: z.array(
      z.object({
        row: z.int(),
        /** Whether the row belongs to the slice that the sheet speaks for; null when the sheet has no slice, or not the columns that say it. */
        inSlice: z.boolean().nullable(),
        cells: z.record(
          z.string(),
          z.object({
            /** Null where the slice says the value and not a cell. */
            cell: z.string().nullable(),
            raw: z.string(),
            /** Null is NULL; of a cell with an error it means nothing. */
            value: z.string().nullable(),
            /** The database chooses the value. */
            default: z.boolean(),
            errors: z.array(z.string()),
          }),
        ),
      }),
    ),
    findings: z.array(finding),
    /** What is wrong with the mapping, as saving it would say. */
    issues: z.array(issue),
    /** Whether the sheet has no more rows than these. */
    complete: z.boolean(),
  })
  .meta({ id: 'MappingTry' })

/** Tables of a game database as it describes itself, inside the environment's allow-list. */
export const gameSchema = z.object({ environment: mappedEnvironment, fingerprint: z.string(), tables: z.array(tableDef) }).meta({ id: 'GameSchema' })

export type StoredMapping = z.infer<typeof storedMapping>
export type MappingChange = z.infer<typeof mappingChange>
export type MappingVersions = z.infer<typeof mappingVersions>
export type SavedMapping = z.infer<typeof savedMapping>
export type MappingIssueShown = z.infer<typeof issue>
export type TryRequest = z.infer<typeof tryRequest>
export type TryAnswer = z.infer<typeof tryAnswer>
export type GameSchema = z.infer<typeof gameSchema>
