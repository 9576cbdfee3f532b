import { z } from 'zod'
import { exportFormat, pageOf, paging } from '#core/shared/paging.ts'
import { permissions, roles } from '#core/shared/permissions.ts'
import { tokenStates } from '#features/accounts/view.ts'

/** Also names that have another canonical form, such as Asia/Kathmandu. */
function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

export const email = z.email().max(191)
export const role = z.enum(roles)
/** At least 15 characters and no composition rules (OWASP ASVS 5.0, 6.2.1 and 6.2.5). */
export const newPassword = z.string().min(15).max(128)
const typedPassword = z.string().min(1).max(128)
/** Six digits of an authenticator app, or a recovery code; spaces and strokes do not count. */
export const typedCode = z.string().trim().min(1).max(40)

export const signInRequest = z.strictObject({ email, password: typedPassword, code: typedCode.optional() }).meta({ id: 'SignInRequest' })
export const loginRequest = signInRequest.extend({ name: z.string().trim().min(1).max(100) }).meta({ id: 'LoginRequest' })
export const passwordChange = z.strictObject({ current: typedPassword, next: newPassword }).meta({ id: 'PasswordChange' })
/** Either of the two. */
export const proofRequest = z
  .strictObject({ password: typedPassword.optional(), code: typedCode.optional() })
  .refine((proof) => (proof.password === undefined) !== (proof.code === undefined), 'password_or_code')
  .meta({ id: 'ProofRequest' })

export const personalPreferences = z.object({
  locale: z.enum(['ko', 'en']).nullable(),
  theme: z.enum(['light', 'dark', 'auto']).nullable(),
  timeZone: z.string().max(64).refine(isZone, 'unknown_zone').nullable(),
})

export const me = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    via: z.enum(['session', 'token']),
    mustChangePassword: z.boolean(),
    /** The role demands a second factor and there is none yet. */
    mustEnrol: z.boolean(),
    permissions: z.array(z.enum(permissions)),
    preferences: personalPreferences.extend({ timeZone: z.string().nullable() }),
  })
  .meta({ id: 'Me' })

export const tokenScope = z.enum(['all', ...permissions])
export const tokenRequest = z.strictObject({ name: z.string().trim().min(1).max(100), scopes: z.array(tokenScope).min(1).max(50) }).meta({ id: 'TokenRequest' })
export const token = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string(),
    scopes: z.array(tokenScope),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Token' })
export const tokenList = z.object({ items: z.array(token) }).meta({ id: 'TokenList' })
export const tokenPage = pageOf(token).meta({ id: 'TokenPage' })

/** Columns a list of tokens may be sorted by. */
export const tokenSorts = ['name', 'createdAt', 'lastUsedAt'] as const
/** Without a size of the page it has as many as a page can have. */
export const tokenQuery = z.strictObject({
  ...paging,
  pageSize: paging.pageSize.default(500),
  q: z.string().trim().max(100).optional(),
  state: z.enum(tokenStates).optional(),
})
/** Filters and order of the list; a whole sheet has no pages. */
export const tokenExportQuery = z.strictObject({ ...exportFormat, ...tokenQuery.omit({ page: true, pageSize: true }).shape })

/** The token itself is in this answer and nowhere else. */
export const tokenCreated = token.extend({ token: z.string() }).meta({ id: 'TokenCreated' })

export type Me = z.infer<typeof me>
export type Token = z.infer<typeof token>
export type TokenPage = z.infer<typeof tokenPage>
export type TokenQuery = z.infer<typeof tokenQuery>
export type TokenExportQuery = z.infer<typeof tokenExportQuery>
export type TokenRequest = z.infer<typeof tokenRequest>
export type TokenCreated = z.infer<typeof tokenCreated>
export type SignInRequest = z.infer<typeof signInRequest>
export type LoginRequest = z.infer<typeof loginRequest>
export type PasswordChange = z.infer<typeof passwordChange>
export type ProofRequest = z.infer<typeof proofRequest>
