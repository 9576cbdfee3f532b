import { z } from 'zod'
import { pageOf, paging } from '#core/shared/paging.ts'
import { environmentKinds } from '#core/shared/permissions.ts'
import { approvalKinds, approvalStates } from '#features/approvals/view.ts'

export const verdicts = ['approve', 'reject', 'comment', 'break_glass'] as const

const person = z.object({ id: z.string(), name: z.string() })
const comment = z.string().trim().max(2000)

export const decision = z.object({ id: z.string(), person, verdict: z.enum(verdicts), comment: z.string(), createdAt: z.iso.datetime() })

export const approval = z
  .object({
    id: z.string(),
    kind: z.enum(approvalKinds),
    subject: z.string(),
    /** Digest of exactly what would be done. */
    sha256: z.string(),
    environment: z.object({ id: z.string(), name: z.string(), kind: z.enum(environmentKinds) }).nullable(),
    size: z.int(),
    title: z.record(z.string(), z.union([z.string(), z.number()])),
    selection: z.record(z.string(), z.unknown()),
    /** Where in the console it is looked at. */
    href: z.string(),
    required: z.int(),
    state: z.enum(approvalStates),
    voidReason: z.string().nullable(),
    author: person,
    requestedBy: person,
    reason: z.string(),
    requestedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    decidedAt: z.iso.datetime().nullable(),
    usedAt: z.iso.datetime().nullable(),
    decisions: z.array(decision),
    /** Of a break-glass: the look that another person owes it. */
    review: z
      .object({ dueAt: z.iso.datetime(), reviewedBy: person.nullable(), reviewedAt: z.iso.datetime().nullable(), note: z.string().nullable() })
      .nullable(),
    /** Whether the reader may decide on it now, and why not: a code of `problems`. */
    mayDecide: z.boolean(),
    refusal: z.string().nullable(),
    /** What the reader may say or do about it now. */
    acts: z.array(z.enum([...verdicts, 'review'])),
  })
  .meta({ id: 'Approval' })
export const approvalPage = pageOf(approval).meta({ id: 'ApprovalPage' })

export const approvalSorts = ['requestedAt', 'expiresAt', 'size'] as const
export const approvalQuery = z.strictObject({
  ...paging,
  state: z.enum(approvalStates).optional(),
  kind: z.enum(approvalKinds).optional(),
  subject: z.string().max(64).optional(),
  /** mine: asked for or made by the reader. inbox: waiting for the reader's decision. review: break-glass acts that nobody has looked at. */
  box: z.enum(['inbox', 'mine', 'review']).optional(),
})

/** A rejection and a break-glass need their reason. */
export const decisionRequest = z
  .strictObject({ verdict: z.enum(verdicts), comment: comment.default('') })
  .refine(({ verdict, comment: words }) => verdict === 'approve' || words.length > 0, { path: ['comment'], message: 'reason_missing' })
  .meta({ id: 'ApprovalDecisionRequest' })

export const reviewRequest = z.strictObject({ note: comment.min(1) }).meta({ id: 'ApprovalReviewRequest' })

/** What the badge of the inbox shows. */
export const approvalCounts = z.object({ inbox: z.int(), reviews: z.int() }).meta({ id: 'ApprovalCounts' })

const rule = z.strictObject({
  kind: z.enum(approvalKinds),
  /** Null: every environment of the kind. */
  environment: z.string().max(36).nullable(),
  environmentKind: z.enum(environmentKinds),
  fromSize: z.int().min(0).max(2_000_000_000),
  required: z.int().min(0).max(3),
})
/** What holds where no rule does: none in test environments, one in production. Production is never below one. */
export const policies = z.object({ items: z.array(rule) }).meta({ id: 'ApprovalPolicies' })
export const policiesChange = z.strictObject({ items: z.array(rule).max(200) }).meta({ id: 'ApprovalPoliciesChange' })

export type Approval = z.infer<typeof approval>
export type ApprovalPage = z.infer<typeof approvalPage>
export type ApprovalQuery = z.infer<typeof approvalQuery>
export type ApprovalKind = (typeof approvalKinds)[number]
export type ApprovalState = (typeof approvalStates)[number]
export type DecisionRequest = z.infer<typeof decisionRequest>
export type ApprovalCounts = z.infer<typeof approvalCounts>
export type PolicyRule = z.infer<typeof rule>
export type Policies = z.infer<typeof policies>
export type ReviewRequest = z.infer<typeof reviewRequest>
export type Verdict = (typeof verdicts)[number]
