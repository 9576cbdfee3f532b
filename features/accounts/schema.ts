import { z } from 'zod'
import { permissions, roles } from '#core/shared/permissions.ts'

export const signInRequest = z.strictObject({ email: z.email().max(191), password: z.string().min(1).max(128) }).meta({ id: 'SignInRequest' })
/** At least 15 characters and no composition rules (OWASP ASVS 5.0, 6.2.1 and 6.2.5). */
export const passwordChange = z.strictObject({ current: z.string().min(1).max(128), next: z.string().min(15).max(128) }).meta({ id: 'PasswordChange' })
export const me = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    via: z.enum(['session', 'token']),
    mustChangePassword: z.boolean(),
    permissions: z.array(z.enum(permissions)),
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
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Token' })
export const tokenList = z.object({ items: z.array(token) }).meta({ id: 'TokenList' })
/** The token itself is in this answer and nowhere else. */
export const tokenCreated = token.extend({ token: z.string() }).meta({ id: 'TokenCreated' })

export type Me = z.infer<typeof me>
export type Token = z.infer<typeof token>
export type TokenRequest = z.infer<typeof tokenRequest>
export type TokenCreated = z.infer<typeof tokenCreated>
export type SignInRequest = z.infer<typeof signInRequest>
export type PasswordChange = z.infer<typeof passwordChange>
