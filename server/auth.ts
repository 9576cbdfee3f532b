import 'server-only'
import { hash, verify } from '@node-rs/argon2'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { db } from '#server/database.ts'
import { publicUrl, secret } from '#server/env.ts'

const twelveHours = 12 * 3600

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, 2 passes, 1 lane. */
export const hashPassword = (password: string): Promise<string> => hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })

/**
 * Sessions and passwords by better-auth, called from our own routes only: its HTTP handler is not mounted, so its rate
 * limit, origin check and plugins have no surface here. Sessions end 12 hours after sign-in.
 */
export const auth = betterAuth({
  appName: 'Quarterdeck',
  baseURL: publicUrl,
  secret,
  telemetry: { enabled: false },
  logger: { disabled: true },
  rateLimit: { enabled: false },
  database: prismaAdapter(db, { provider: 'mysql' }),
  session: { expiresIn: twelveHours, disableSessionRefresh: true, cookieCache: { enabled: false } },
  advanced: { cookiePrefix: 'quarterdeck', useSecureCookies: publicUrl.startsWith('https://'), defaultCookieAttributes: { sameSite: 'lax', httpOnly: true } },
  emailAndPassword: {
    enabled: true,
    disableSignUp: true,
    minPasswordLength: 15,
    maxPasswordLength: 128,
    password: { hash: hashPassword, verify: ({ hash: digest, password }) => verify(digest, password) },
  },
  user: {
    additionalFields: {
      role: { type: 'string', required: false, input: false },
      mustChangePassword: { type: 'boolean', required: false, input: false },
      disabledAt: { type: 'date', required: false, input: false },
    },
  },
})
