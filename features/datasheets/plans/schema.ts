import { z } from 'zod'
import { pageOf, paging } from '#core/shared/paging.ts'
import { approval } from '#features/approvals/schema.ts'
import { schemaDifference } from '#features/datasheets/comparisons/schema.ts'
import { mappedEnvironment } from '#features/datasheets/mapping/schema.ts'
import { finding, findingCount, findingLevels, tableResult } from '#features/datasheets/schema.ts'
import { uploadKinds } from '#features/datasheets/uploads/schema.ts'
import { runError, runState } from '#features/runs/schema.ts'

/**
 * computing: its run is not over. failed: its run ended without a result; a retry of the run computes again. conflicted: rows wait for a decision.
 * draft: can be approved and applied. expired: it was not, for too long. applying, applied: an import of it is under way, or went through.
 */
export const planStates = ['computing', 'failed', 'conflicted', 'draft', 'expired', 'applying', 'applied'] as const
/** files: of uploaded sheets. undo: takes an import back. compare: of another environment. derived: chosen from another plan. */
export const planOrigins = ['files', 'undo', 'compare', 'derived'] as const

/** How many files one plan may be made of. */
export const mostFiles = 50

export const planRequest = z
  .strictObject({
    /** Name or id. */
    environment: z.string().min(1).max(100),
    uploads: z.array(z.string().min(1).max(36)).min(1).max(mostFiles),
  })
  .meta({ id: 'PlanRequest' })

export const planStarted = z
  .object({ plan: z.object({ id: z.string(), state: z.enum(planStates) }), run: z.object({ id: z.string() }) })
  .meta({ id: 'PlanStarted' })

const totals = z.object({
  tables: z.int(),
  insert: z.int(),
  update: z.int(),
  delete: z.int(),
  unchanged: z.int(),
  errors: z.int(),
  warnings: z.int(),
})

export const plan = z
  .object({
    id: z.string(),
    environment: mappedEnvironment,
    state: z.enum(planStates),
    origin: z.enum(planOrigins),
    /** compare: the environment the rows come from. */
    source: z.object({ id: z.string(), name: z.string() }).nullable(),
    /** derived: the plan that it was chosen from. */
    base: z.string().nullable(),
    /** undo: the import that it takes back. */
    undoOf: z.string().nullable(),
    /** Rows that the sheet and somebody else changed, and nobody has decided on. */
    conflicts: z.int(),
    /** A draft cannot be applied any more after this. */
    expiresAt: z.iso.datetime().nullable(),
    /** Since when its rows are gone, because nobody could use them any more; totals and findings stay. */
    rowsRemovedAt: z.iso.datetime().nullable(),
    /** Over the digests of its tables, hex; null until it is a draft. */
    sha256: z.string().nullable(),
    run: z.object({ id: z.string(), state: runState, error: runError.nullable() }),
    /** Version of the environment's mapping that it was read by; 0 is the empty one. */
    mappingVersion: z.int(),
    /** Of the tables that it was compared with. */
    schemaFingerprint: z.string().nullable(),
    files: z.array(
      z.object({
        upload: z.string(),
        name: z.string(),
        kind: z.enum(uploadKinds),
        bytes: z.int(),
        sha256: z.string(),
        /** Whether the file is still kept: an annotated copy and another comparison need it. */
        kept: z.boolean(),
      }),
    ),
    /** Null until it is a draft. */
    totals: totals.nullable(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.iso.datetime(),
    /** When the snapshot of the game database was opened. */
    readAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Plan' })
export const planPage = pageOf(plan).meta({ id: 'PlanPage' })

export const planDetail = plan
  .extend({
    tables: z.array(tableResult),
    /** All that were found; of very many of one code in one table the first ones are listed. */
    findings: z.array(findingCount),
    /** Sheets that were read into no table, and why. */
    unreadSheets: z.array(z.object({ file: z.string(), sheet: z.string(), reason: z.enum(['ignored', 'unmatched', 'empty']) })),
    /** Whether the mapping was saved again since. */
    mappingChanged: z.boolean(),
    /** Whether the environment leads to another database now than the one that was read: the plan is not applied there. */
    environmentMoved: z.boolean(),
    /** The newest plan that was made of the same files for the same environment after this one. */
    newer: z.string().nullable(),
    /** What is at stake, per table that changes. `percent`: share of the rows that the sheets speak of. `braked`: its deletes need its name typed. */
    risks: z.array(z.object({ table: z.string(), percent: z.number(), deletePercent: z.number(), braked: z.boolean() })),
    /** How many people have to approve all of it, and the latest request for an approval of any choice of it. */
    approvals: z.object({ required: z.int(), latest: approval.nullable() }),
    /** The import that is under way or went through, else the latest that failed. */
    import: z.string().nullable(),
    /** compare: what the two databases declare differently. */
    schema: z.array(schemaDifference),
  })
  .meta({ id: 'PlanDetail' })

/** Columns a list of plans may be sorted by. */
export const planSorts = ['createdAt', 'environment'] as const
export const planQuery = z.strictObject({
  ...paging,
  /** Name or id. */
  environment: z.string().max(100).optional(),
  state: z.enum(planStates).optional(),
  /** Part of a file's name. */
  q: z.string().trim().max(200).optional(),
  /** Those made of this upload. */
  upload: z.string().max(36).optional(),
})

const operations = ['insert', 'update', 'delete'] as const
const rowFilters = {
  op: z.enum(operations).optional(),
  /** Updates that change this column, inserts and deletes that have it. */
  column: z.string().max(64).optional(),
  /** Text in a key or a value, old or new, whatever the case of its letters. */
  q: z.string().trim().max(200).optional(),
}
export const rowQuery = z.strictObject({
  offset: z.coerce.number().int().min(0).max(100_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  ...rowFilters,
})
export const rowExportQuery = z.strictObject(rowFilters)

const values = z.record(z.string(), z.string().nullable())

/** One row that the plan changes; core/datasheets/operation.ts says what each field means. */
export const planRow = z
  .object({
    /** Its place in the table's operations, from 0: the same with every filter. */
    index: z.int(),
    op: z.enum(operations),
    key: values,
    cells: z.record(z.string(), z.tuple([z.string().nullable(), z.string().nullable()])),
    same: values.optional(),
    at: z.object({ file: z.string(), sheet: z.string(), row: z.int() }).optional(),
    renamed: values.optional(),
  })
  .meta({ id: 'PlanRow' })

export const planRows = z
  .object({
    items: z.array(planRow),
    /** All operations of the table. */
    total: z.int(),
    /** Those that the filters find. */
    matching: z.int(),
    /** False: the search was stopped for its length, `matching` counts what it had found; asking again goes on. */
    complete: z.boolean(),
  })
  .meta({ id: 'PlanRows' })

/** Rows of a table that are no operations; core/datasheets/import.ts says what each field means. */
export const apartRows = z
  .object({
    items: z.array(
      z.object({
        /** Its place among them, from 0. */
        index: z.int(),
        kind: z.enum(['theirs', 'both']),
        key: values,
        mine: values.nullable(),
        now: values.nullable(),
        at: z.object({ file: z.string(), sheet: z.string(), row: z.int() }).optional(),
      }),
    ),
    total: z.int(),
  })
  .meta({ id: 'PlanApartRows' })
export const apartQuery = z.strictObject({
  offset: z.coerce.number().int().min(0).max(100_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  kind: z.enum(['theirs', 'both']).optional(),
})

export const findingQuery = z.strictObject({
  ...paging,
  level: z.enum(findingLevels).optional(),
  /** Empty text: findings that belong to no table. */
  table: z.string().max(64).optional(),
  code: z.string().max(64).optional(),
  file: z.string().max(200).optional(),
})
export const findingPage = pageOf(finding).meta({ id: 'DatasheetFindingPage' })

export type PlanRequest = z.infer<typeof planRequest>
export type PlanStarted = z.infer<typeof planStarted>
export type Plan = z.infer<typeof plan>
export type PlanDetail = z.infer<typeof planDetail>
export type PlanPage = z.infer<typeof planPage>
export type PlanQuery = z.infer<typeof planQuery>
export type PlanState = (typeof planStates)[number]
export type PlanRow = z.infer<typeof planRow>
export type PlanRows = z.infer<typeof planRows>
export type RowQuery = z.infer<typeof rowQuery>
export type RowFilter = z.infer<typeof rowExportQuery>
export type FindingQuery = z.infer<typeof findingQuery>
export type FindingPage = z.infer<typeof findingPage>
export type ApartRows = z.infer<typeof apartRows>
export type ApartQuery = z.infer<typeof apartQuery>
