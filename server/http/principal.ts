import 'server-only'
import type { Permission, Principal, Role } from '#core/shared/permissions.ts'
import { roles } from '#core/shared/permissions.ts'
import { auth } from '#server/auth.ts'
import { db } from '#server/database.ts'
import { sha256 } from '#server/secrets.ts'

const roleOf = (text: unknown): Role => roles.find((role) => role === text) ?? 'viewer'

async function byToken(bearer: string): Promise<Principal | null> {
  const row = await db.apiToken.findUnique({ where: { hash: sha256(bearer) }, include: { user: true } })
  if (!row || row.revokedAt || row.user.disabledAt) return null
  if (row.expiresAt && row.expiresAt < new Date()) return null
  const minuteAgo = new Date(Date.now() - 60_000)
  if (!row.lastUsedAt || row.lastUsedAt < minuteAgo) await db.apiToken.update({ where: { id: row.id }, data: { lastUsedAt: new Date() } })
  const { user } = row
  const scopes = row.scopes as (Permission | 'all')[]
  return { userId: user.id, name: user.name, email: user.email, role: roleOf(user.role), via: 'token', scopes, mustChangePassword: false }
}

async function bySession(headers: Headers): Promise<Principal | null> {
  if (!headers.get('cookie')) return null
  const found = await auth.api.getSession({ headers })
  if (!found || found.user.disabledAt) return null
  const { id, name, email, role, mustChangePassword } = found.user
  return { userId: id, name, email, role: roleOf(role), via: 'session', scopes: null, mustChangePassword: mustChangePassword === true }
}

/** Who is asking: `Authorization: Bearer qd_...`, else the session cookie; null when nobody. A wrong bearer never falls back to the cookie. */
export async function principal(headers: Headers): Promise<Principal | null> {
  const authorization = headers.get('authorization')
  if (authorization === null) return bySession(headers)
  const bearer = /^Bearer (qd_[A-Za-z0-9_-]{20,100})$/.exec(authorization)?.[1]
  return bearer ? byToken(bearer) : null
}
