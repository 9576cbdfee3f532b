import { z } from 'zod'
import { roles } from '#core/shared/permissions.ts'
import { typedCode } from '#features/accounts/schema.ts'

export const secondFactor = z
  .object({
    enabled: z.boolean(),
    /** The role demands it: it cannot be taken away. */
    demanded: z.boolean(),
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: 'SecondFactor' })
/** The secret is in this answer and nowhere else; `qr` is an SVG as a data URL. */
export const enrolment = z.object({ secret: z.string(), uri: z.string(), qr: z.string() }).meta({ id: 'SecondFactorEnrolment' })
export const codeRequest = z.strictObject({ code: typedCode }).meta({ id: 'CodeRequest' })
/** Shown once; each works once. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' })
/** Roles that must have a second factor in a browser. */
export const secondFactorSetting = z.strictObject({ roles: z.array(z.enum(roles)).max(roles.length) }).meta({ id: 'SecondFactorSetting' })

export type SecondFactorState = z.infer<typeof secondFactor>
export type Enrolment = z.infer<typeof enrolment>
export type RecoveryCodes = z.infer<typeof recoveryCodes>
export type SecondFactorSetting = z.infer<typeof secondFactorSetting>
