import { z } from 'zod'
import { personStates } from '#core/accounts/person-states.ts'
import { exportFormat, pageOf, paging } from '#core/shared/paging.ts'
import { email, newPassword, role } from '#features/accounts/schema.ts'

export const personState = z.enum(personStates)

export const person = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    state: personState,
    secondFactor: z.boolean(),
    /** Browser sessions that still work. */
    sessions: z.int(),
    /** Last act by session or token, to the minute. */
    seenAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'User' })
export const personPage = pageOf(person).meta({ id: 'UserPage' })

/** Columns a list of users may be sorted by. */
export const personSorts = ['name', 'email', 'role', 'seenAt', 'createdAt'] as const
export const personQuery = z.strictObject({
  ...paging,
  q: z.string().trim().max(200).optional(),
  role: role.optional(),
  state: personState.optional(),
})
/** Filters and order of the list; a whole sheet has no pages. */
export const personExportQuery = z.strictObject({ ...exportFormat, ...personQuery.omit({ page: true, pageSize: true }).shape })

export const invitationRequest = z.strictObject({ email, role, name: z.string().trim().min(1).max(100).optional() }).meta({ id: 'InvitationRequest' })
/** The link is in this answer and nowhere else; its secret is behind `#`, so that no server log sees it. */
export const invitation = z.object({ user: person, link: z.string(), expiresAt: z.iso.datetime() }).meta({ id: 'Invitation' })
export const invitationAcceptance = z
  .strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{20,100}$/), password: newPassword, name: z.string().trim().min(1).max(100).optional() })
  .meta({ id: 'InvitationAcceptance' })
export const invitationAccepted = z.object({ email: z.string() }).meta({ id: 'InvitationAccepted' })
export const personChange = z.strictObject({ role: role.optional(), disabled: z.boolean().optional() }).meta({ id: 'UserChange' })

export type Person = z.infer<typeof person>
export type PersonPage = z.infer<typeof personPage>
export type PersonQuery = z.infer<typeof personQuery>
export type PersonExportQuery = z.infer<typeof personExportQuery>
export type PersonState = z.infer<typeof personState>
export type InvitationRequest = z.infer<typeof invitationRequest>
export type Invitation = z.infer<typeof invitation>
export type InvitationAcceptance = z.infer<typeof invitationAcceptance>
export type PersonChange = z.infer<typeof personChange>
