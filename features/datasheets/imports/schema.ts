import { z } from 'zod'
import { pageOf, paging } from '#core/shared/paging.ts'
import { mappedEnvironment } from '#features/datasheets/mapping/schema.ts'
import { planStates } from '#features/datasheets/plans/schema.ts'
import { runError, runState } from '#features/runs/schema.ts'

const values = z.record(z.string(), z.string().nullable())
const tableNames = z.array(z.string().min(1).max(64)).min(1).max(500)

/** Tables left out: all that have changes. */
const selection = { tables: tableNames.optional(), deletes: z.boolean().default(true) }

/** Asks for the approval of exactly this choice. */
export const approvalRequest = z.strictObject({ ...selection, reason: z.string().trim().max(1000).default('') }).meta({ id: 'PlanApprovalRequest' })

/** A word on a plan: on the request that waits, or on exactly this choice, asked for in the name of the plan's author. A rejection needs its reason. */
export const planDecision = z
  .strictObject({ ...selection, verdict: z.enum(['approve', 'reject']), comment: z.string().trim().max(2000).default('') })
  .refine(({ verdict, comment }) => verdict === 'approve' || comment.length > 0, { path: ['comment'], message: 'reason_missing' })
  .meta({ id: 'PlanDecision' })

export const applyRequest = z
  .strictObject({
    /** Of the plan that was looked at. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    ...selection,
    /** What production asks for: the environment's name and how many rows are written. */
    confirm: z.strictObject({ environment: z.string().max(100), rows: z.int().min(0) }).optional(),
    /** Names, typed, of the tables that lose more than a fifth of their rows. */
    confirmTables: tableNames.optional(),
    reason: z.string().trim().max(1000).default(''),
  })
  .meta({ id: 'PlanApplyRequest' })

/**
 * running: its run is not over. applied: the game database committed. failed: it did not, and nothing was written. unknown: nobody can say
 * whether it did (import_outcome_unknown); a retry of the run asks the database once more.
 */
export const importStates = ['running', 'applied', 'failed', 'unknown'] as const

const counts = { inserted: z.int().nullable(), updated: z.int().nullable(), deleted: z.int().nullable() }

export const importStarted = z
  .object({ import: z.object({ id: z.string() }), run: z.object({ id: z.string(), state: runState }) })
  .meta({ id: 'ImportStarted' })

export const sheetImport = z
  .object({
    id: z.string(),
    plan: z.string(),
    sha256: z.string(),
    environment: mappedEnvironment,
    state: z.enum(importStates),
    run: z.object({ id: z.string(), state: runState, error: runError.nullable() }),
    selection: z.object({ tables: z.array(z.string()), deletes: z.boolean() }),
    selectionSha256: z.string(),
    files: z.array(z.string()),
    approval: z.string().nullable(),
    schedule: z.string().nullable(),
    undoOf: z.string().nullable(),
    /** The newest applied import that undid this one. */
    undoneBy: z.string().nullable(),
    /** Whether what it wrote can be taken back. */
    canUndo: z.boolean(),
    ...counts,
    committedAt: z.iso.datetime().nullable(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'SheetImport' })
export const importPage = pageOf(sheetImport).meta({ id: 'SheetImportPage' })

export const importDetail = sheetImport
  .extend({
    tables: z.array(z.object({ table: z.string(), inserted: z.int(), updated: z.int(), deleted: z.int() })),
    /** How the commit was proved: the marker row, or the rows read again. */
    provedBy: z.enum(['marker', 'rows']).nullable(),
    durationsMs: z.record(z.string(), z.number()),
    /** How many rows had changed since the plan was made. */
    moved: z.int(),
  })
  .meta({ id: 'SheetImportDetail' })

/** Rows that had changed since the plan: at most the first 1,000 are kept. */
export const movedPage = pageOf(
  z.object({
    table: z.string(),
    op: z.enum(['insert', 'update', 'delete']),
    key: values,
    planned: values.nullable(),
    wanted: values.nullable(),
    now: values.nullable(),
  }),
).meta({ id: 'MovedRowPage' })
export const movedQuery = z.strictObject({ ...paging })

export const importSorts = ['createdAt', 'committedAt'] as const
export const importQuery = z.strictObject({
  ...paging,
  environment: z.string().max(100).optional(),
  state: z.enum(importStates).optional(),
  table: z.string().max(64).optional(),
  q: z.string().trim().max(200).optional(),
})

export const undoOpened = z.object({ plan: z.object({ id: z.string(), sha256: z.string().nullable(), state: z.enum(planStates) }) }).meta({ id: 'UndoOpened' })

/** A choice of an existing plan's rows as a new plan: ticked tables and rows, and what was decided about conflicts. */
export const deriveRequest = z
  .strictObject({
    tables: tableNames.optional(),
    deletes: z.boolean().default(true),
    /** Per table the places of rows (their `index`) that are left out, or that alone are taken. */
    rows: z
      .record(
        z.string().max(64),
        z.union([z.strictObject({ only: z.array(z.int().min(0)).max(100_000) }), z.strictObject({ except: z.array(z.int().min(0)).max(100_000) })]),
      )
      .optional(),
    /** Per table the decisions about rows that both changed, by their place; `all` for those without one of their own. */
    conflicts: z
      .record(
        z.string().max(64),
        z.strictObject({ all: z.enum(['mine', 'theirs']).optional(), rows: z.record(z.string(), z.enum(['mine', 'theirs'])).optional() }),
      )
      .optional(),
  })
  .meta({ id: 'PlanDeriveRequest' })

export type ApprovalRequest = z.infer<typeof approvalRequest>
export type PlanDecision = z.infer<typeof planDecision>
export type ApplyRequest = z.infer<typeof applyRequest>
export type SheetImport = z.infer<typeof sheetImport>
export type ImportDetail = z.infer<typeof importDetail>
export type ImportPage = z.infer<typeof importPage>
export type ImportQuery = z.infer<typeof importQuery>
export type ImportStarted = z.infer<typeof importStarted>
export type UndoOpened = z.infer<typeof undoOpened>
export type DeriveRequest = z.infer<typeof deriveRequest>
export type MovedPage = z.infer<typeof movedPage>
