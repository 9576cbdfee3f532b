import 'server-only'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { db } from '#server/database.ts'
import { env, publicUrl, secret } from '#server/env.ts'
import { hashPassword, verifyPassword } from '#server/hashing.ts'

export { hashPassword, verifyPassword }

const secure = publicUrl.startsWith('https://')
/** Over https a name that browsers accept from this host only, for the whole of it, and never without `Secure`. */
export const cookieName = (name: string): string => `${secure ? '__Host-' : ''}quarterdeck.${name}`

/**
 * Sessions and passwords by better-auth, called from our own routes only: its HTTP handler is not mounted, so its rate
 * limit, origin check and plugins have no surface here. Sessions end SESSION_ABSOLUTE_HOURS after sign-in.
 */
export const auth = betterAuth({
  appName: 'Quarterdeck',
  baseURL: publicUrl,
  secret,
  telemetry: { enabled: false },
  logger: { disabled: true },
  rateLimit: { enabled: false },
  database: prismaAdapter(db, { provider: 'mysql' }),
  session: {
    expiresIn: Math.round(env.SESSION_ABSOLUTE_HOURS * 3600),
    disableSessionRefresh: true,
    cookieCache: { enabled: false },
    additionalFields: { seenAt: { type: 'date', required: false, input: false }, provedAt: { type: 'date', required: false, input: false } },
  },
  advanced: {
    // Its own prefix would be __Secure-, which allows subdomains to set the cookie.
    useSecureCookies: false,
    cookies: { session_token: { name: cookieName('session_token') } },
    defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, secure, path: '/' },
  },
  emailAndPassword: {
    enabled: true,
    disableSignUp: true,
    minPasswordLength: 15,
    maxPasswordLength: 128,
    password: { hash: hashPassword, verify: ({ hash: digest, password }) => verifyPassword(digest, password) },
  },
  user: {
    additionalFields: {
      role: { type: 'string', required: false, input: false },
      mustChangePassword: { type: 'boolean', required: false, input: false },
      disabledAt: { type: 'date', required: false, input: false },
      locale: { type: 'string', required: false, input: false },
      theme: { type: 'string', required: false, input: false },
      timeZone: { type: 'string', required: false, input: false },
    },
  },
})
