import { randomBytes } from 'node:crypto'
import { may, type Permission, type Principal, permissions } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { scopesBeyond } from '#features/accounts/access.ts'
import { findUserByEmail, insertToken, listTokens, passwordWasChanged, revokeToken } from '#features/accounts/repository.ts'
import type { Me, PasswordChange, SignInRequest, Token, TokenCreated, TokenRequest } from '#features/accounts/schema.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { auth } from '#server/auth.ts'
import { db } from '#server/database.ts'
import { principal } from '#server/http/principal.ts'
import { sha256 } from '#server/secrets.ts'

type Origin = { ip: string; requestId: string }
type WithCookies<T> = { value: T; cookies: string[] }

export function describeMe(who: Principal): Me {
  const { userId: id, name, email, role, via, mustChangePassword } = who
  return { id, name, email, role, via, mustChangePassword, permissions: permissions.filter((permission) => may(who, permission)) }
}

const asRequest = (headers: Headers, cookies: string[]): Headers => {
  const next = new Headers(headers)
  next.delete('authorization')
  next.set('cookie', cookies.map((cookie) => cookie.split(';')[0]).join('; '))
  return next
}

/** One answer for an unknown account, a wrong password and a disabled account; better-auth hashes in each case. */
export async function signIn(headers: Headers, request: SignInRequest, origin: Origin): Promise<WithCookies<Me> | Refusal> {
  const email = request.email.toLowerCase()
  const answer = await auth.api.signInEmail({ body: { email, password: request.password }, headers, asResponse: true })
  const cookies = answer.headers.getSetCookie()
  const who = answer.ok ? await principal(asRequest(headers, cookies)) : null
  const user = await findUserByEmail(email)
  const actor = user ? { userId: user.id, name: user.name, via: 'session' as const } : null
  await db.$transaction((tx) => recordAudit(tx, { who: actor, action: 'session.create', outcome: who ? 'done' : 'refused', ...origin }))
  return who ? { value: describeMe(who), cookies } : refuse('sign_in_failed', 401)
}

export async function signOut(headers: Headers, who: Principal, origin: Origin): Promise<string[]> {
  const answer = await auth.api.signOut({ headers, asResponse: true })
  await db.$transaction((tx) => recordAudit(tx, { who, action: 'session.end', ...origin }))
  return answer.headers.getSetCookie()
}

/** Changes the password and ends every other session. */
export async function changePassword(headers: Headers, who: Principal, request: PasswordChange, origin: Origin): Promise<WithCookies<Me> | Refusal> {
  if (who.via !== 'session') return refuse('browser_session_needed', 403)
  if (request.next === request.current) return refuse('password_unchanged', 400, {}, 'next')
  if (request.next.toLowerCase().includes('quarterdeck')) return refuse('password_guessable', 400, {}, 'next')
  const body = { currentPassword: request.current, newPassword: request.next, revokeOtherSessions: true }
  const answer = await auth.api.changePassword({ body, headers, asResponse: true })
  await db.$transaction(async (tx) => {
    if (answer.ok) await passwordWasChanged(tx, who.userId)
    await recordAudit(tx, { who, action: 'password.change', outcome: answer.ok ? 'done' : 'refused', ...origin })
  })
  if (!answer.ok) return refuse('password_wrong', 400, {}, 'current')
  return { value: describeMe({ ...who, mustChangePassword: false }), cookies: answer.headers.getSetCookie() }
}

export const listOwnTokens = (who: Principal): Promise<Token[]> => listTokens(who.userId)

/** The token is in the answer and nowhere else: the database keeps its SHA-256. */
export async function createToken(who: Principal, request: TokenRequest, origin: Origin): Promise<TokenCreated | Refusal> {
  const beyond = scopesBeyond(who, request.scopes)
  if (beyond.length) return refuse('scope_not_held', 403, { scopes: beyond.join(', ') }, 'scopes')
  const token = `qd_${randomBytes(32).toString('base64url')}`
  const scopes = [...new Set<Permission | 'all'>(request.scopes)]
  const row = await db.$transaction(async (tx) => {
    const made = await insertToken(tx, { userId: who.userId, name: request.name, scopes, hash: sha256(token), hint: token.slice(-4) })
    await recordAudit(tx, { who, action: 'token.create', object: `token:${made.id}`, detail: { name: request.name, scopes: scopes.join(' ') }, ...origin })
    return made
  })
  return { ...row, token }
}

export async function endToken(who: Principal, id: bigint, origin: Origin): Promise<Refusal | undefined> {
  return db.$transaction(async (tx) => {
    if (!(await revokeToken(tx, who.userId, id))) return refuse('not_found', 404)
    await recordAudit(tx, { who, action: 'token.revoke', object: `token:${id}`, ...origin })
    return undefined
  })
}
