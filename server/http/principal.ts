import 'server-only'
import type { Permission, Preferences, Principal, Role } from '#core/shared/permissions.ts'
import { roles } from '#core/shared/permissions.ts'
import { auth } from '#server/auth.ts'
import { db } from '#server/database.ts'
import { env } from '#server/env.ts'
import type { User } from '#server/generated/prisma/client.ts'
import { sha256 } from '#server/secrets.ts'

/** `quiet`: being asked is no act of the person, such as a stream that a tab holds open. */
type Options = { quiet?: boolean }

const idleMs = env.SESSION_IDLE_MINUTES * 60_000
/** How exactly the last act is known. */
const touchMs = Math.min(60_000, idleMs / 4)

/** An unknown name in the table grants what the least role grants. */
const roleOf = (text: unknown): Role => roles.find((role) => role === text) ?? 'viewer'

type Kept = { locale?: string | null | undefined; theme?: string | null | undefined; timeZone?: string | null | undefined }

function preferencesOf({ locale, theme, timeZone }: Kept): Preferences {
  return {
    locale: locale === 'ko' || locale === 'en' ? locale : null,
    theme: theme === 'light' || theme === 'dark' || theme === 'auto' ? theme : null,
    timeZone: timeZone ?? null,
  }
}

async function touchUser(user: Pick<User, 'id' | 'seenAt'>, now: Date): Promise<void> {
  if (user.seenAt && now.getTime() - user.seenAt.getTime() < touchMs) return
  await db.$executeRaw`UPDATE accounts_user SET seenAt = ${now} WHERE id = ${user.id}`
}

async function byToken(bearer: string): Promise<Principal | null> {
  const row = await db.apiToken.findUnique({ where: { hash: sha256(bearer) }, include: { user: true } })
  const now = new Date()
  if (!row || row.revokedAt || row.user.disabledAt) return null
  if (row.expiresAt && row.expiresAt < now) return null
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > touchMs) await db.apiToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } })
  await touchUser(row.user, now)
  const { user } = row
  const scopes = row.scopes as (Permission | 'all')[]
  const preferences = preferencesOf(user)
  return { userId: user.id, name: user.name, email: user.email, role: roleOf(user.role), via: 'token', scopes, mustChangePassword: false, preferences }
}

/** Whether the role demands a second factor that this person has not set up. */
async function lacksSecondFactor(userId: string, role: Role): Promise<boolean> {
  const setting = await db.accountSetting.findUnique({ where: { name: 'second-factor' } })
  const demanded = (setting?.value as { roles?: unknown } | undefined)?.roles
  if (!Array.isArray(demanded) || !demanded.includes(role)) return false
  return (await db.secondFactor.count({ where: { userId, confirmedAt: { not: null } } })) === 0
}

async function bySession(headers: Headers, { quiet = false }: Options): Promise<Principal | null> {
  if (!headers.get('cookie')) return null
  const found = await auth.api.getSession({ headers })
  if (!found || found.user.disabledAt) return null
  const now = new Date()
  const seenAt = found.session.seenAt ?? found.session.createdAt
  if (now.getTime() - seenAt.getTime() > idleMs) {
    await db.session.deleteMany({ where: { id: found.session.id } })
    return null
  }
  if (!quiet && now.getTime() - seenAt.getTime() >= touchMs) {
    await db.session.updateMany({ where: { id: found.session.id }, data: { seenAt: now } })
    await touchUser({ id: found.user.id, seenAt: null }, now)
  }
  const { id, name, email } = found.user
  const role = roleOf(found.user.role)
  const mustEnrol = await lacksSecondFactor(id, role)
  const session = { id: found.session.id, provedAt: found.session.provedAt ?? found.session.createdAt }
  const common = {
    userId: id,
    name,
    email,
    role,
    mustChangePassword: found.user.mustChangePassword === true,
    mustEnrol,
    preferences: preferencesOf(found.user),
  }
  return { ...common, via: 'session', scopes: null, session }
}

/** Who is asking: `Authorization: Bearer qd_...`, else the session cookie; null when nobody. A wrong bearer never falls back to the cookie. */
export async function principal(headers: Headers, options: Options = {}): Promise<Principal | null> {
  const authorization = headers.get('authorization')
  if (authorization === null) return bySession(headers, options)
  const bearer = /^Bearer (qd_[A-Za-z0-9_-]{20,100})$/.exec(authorization)?.[1]
  return bearer ? byToken(bearer) : null
}
