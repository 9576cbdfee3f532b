import { z } from 'zod'
import { outcomes } from '#core/audit/outcomes.ts'
import { brokenReasons } from '#core/audit/reasons.ts'
import { exportFormats } from '#core/shared/export.ts'
import { pageOf, paging } from '#core/shared/paging.ts'

const facts = z.record(z.string(), z.unknown())

/** One act. `seq` is its place in the chain, null for the moment until it is sealed. */
export const auditEntry = z
  .object({
    id: z.string(),
    seq: z.string().nullable(),
    at: z.iso.datetime(),
    who: z.object({ id: z.string().nullable(), name: z.string(), via: z.string() }),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    action: z.string(),
    object: z.string().nullable(),
    outcome: z.enum(outcomes),
    requestId: z.string().nullable(),
    /** The run or plan that the act is about. */
    runId: z.string().nullable(),
    planId: z.string().nullable(),
    detail: facts.nullable(),
    before: facts.nullable(),
    after: facts.nullable(),
  })
  .meta({ id: 'AuditEntry' })
export const auditPage = pageOf(auditEntry).meta({ id: 'AuditPage' })

/** What the last connection test of a place came to; null when there was none. `fault` is the code of what was wrong. */
export const lastTest = z.object({ at: z.iso.datetime(), fault: z.string().nullable() }).nullable()

const filters = {
  /** Text in name, action, object, request or address. */
  q: z.string().trim().max(200).optional(),
  /** A person's id, or a part of the name. */
  who: z.string().trim().max(200).optional(),
  /** Begin of the action, e.g. `runs.` */
  action: z.string().trim().max(64).optional(),
  /** Begin of the object, e.g. `run:` */
  object: z.string().trim().max(191).optional(),
  outcome: z.enum(outcomes).optional(),
  run: z
    .string()
    .regex(/^[1-9]\d{0,18}$/)
    .optional(),
  /** ISO instants with offset; `to` is not in it. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
}
export const auditQuery = z.strictObject({ ...paging, sort: z.enum(['at', '-at']).default('-at'), ...filters })

/** Filters and order of the list; a whole sheet has no pages. */
export const exportQuery = z.strictObject({ format: z.enum(exportFormats).default('csv'), sort: auditQuery.shape.sort, ...filters })

/** `after` goes on where an earlier answer stopped (its `next`). */
export const verifyRequest = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
})

/**
 * What was found so far. `next` is null when the whole chain was followed or a broken row was found; else the check goes on
 * there. `rows` counts the sealed rows that were checked up to here, `total` all of them.
 */
export const verification = z
  .object({
    ok: z.boolean(),
    rows: z.int(),
    total: z.int(),
    /** Rows of the last moments that have no seal yet; their signatures were checked. */
    unsealed: z.int(),
    firstBroken: z.object({ seq: z.string().nullable(), id: z.string().nullable(), reason: z.enum(brokenReasons) }).optional(),
    /** Note it elsewhere: whoever has an old copy of the database cannot show another one for it. */
    head: z.object({ seq: z.string(), hash: z.string() }),
    next: z.string().nullable(),
    checkedAt: z.iso.datetime(),
  })
  .meta({ id: 'AuditVerification' })

export type LastTest = z.infer<typeof lastTest>
export type AuditFilter = Omit<z.infer<typeof exportQuery>, 'format' | 'sort'>
export type AuditQuery = z.infer<typeof auditQuery>
export type AuditEntry = z.infer<typeof auditEntry>
export type AuditPage = z.infer<typeof auditPage>
export type ExportQuery = z.infer<typeof exportQuery>
export type Verification = z.infer<typeof verification>
