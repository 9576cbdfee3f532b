import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { onePlace, strangers } from '#core/accounts/lockout.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { endLinks } from '#features/accounts/links/repository.ts'
import { refusalOfPassword } from '#features/accounts/passwords/service.ts'
import { insertToken, passwordWasChanged } from '#features/accounts/repository.ts'
import type { LoginRequest, Me, PasswordChange, ProofRequest, SignInRequest, TokenCreated } from '#features/accounts/schema.ts'
import { hasSecondFactor, readSetting, takeCode } from '#features/accounts/second-factor/repository.ts'
import { describeMe } from '#features/accounts/service.ts'
import {
  chargeGates,
  findCredential,
  forgetGuards,
  type Gate,
  gateKey,
  hasSucceededSince,
  openGate,
  refundGates,
  sessionWasProved,
  stampSession,
  userWasSeen,
} from '#features/accounts/sign-in/repository.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { auth, cookieName, hashPassword, verifyPassword } from '#server/auth.ts'
import { db } from '#server/database.ts'
import { publicUrl, secret } from '#server/env.ts'
import type { User } from '#server/generated/prisma/client.ts'
import { principal } from '#server/http/principal.ts'
import { sha256 } from '#server/secrets.ts'

type Origin = { ip: string; requestId: string }
type WithCookies<T> = { value: T; cookies: string[] }
/** Where a sign-in comes from: its own gate, and for places without an earlier sign-in the one that all strangers share. */
type Place = { own: Gate; all: Gate[] }

const day = 86_400_000
const knownForMs = 90 * day
const loginTokenMs = 7 * day
/** What passwords of nobody are compared with, so that an unknown account takes as long as a wrong password. */
const nobody = hashPassword(randomBytes(24).toString('base64'))
const deviceCookie = cookieName('device')

const cookieIn = (headers: Headers, name: string): string | undefined =>
  (headers.get('cookie') ?? '')
    .split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

const deviceMac = (email: string, device: string): Buffer => createHmac('sha256', secret).update(`device\n${email}\n${device}`).digest()

/** The browser's own number, when the cookie was given at an earlier sign-in to this very account. */
function knownDevice(headers: Headers, email: string): string | null {
  const [device, mac] = (cookieIn(headers, deviceCookie) ?? '').split('.')
  if (!device || !mac) return null
  const given = Buffer.from(mac, 'base64url')
  const right = deviceMac(email, device)
  return given.length === right.length && timingSafeEqual(given, right) ? device : null
}

function deviceSetCookie(email: string, device: string): string {
  const value = `${device}.${deviceMac(email, device).toString('base64url')}`
  const secure = publicUrl.startsWith('https://') ? '; Secure' : ''
  return `${deviceCookie}=${value}; Path=/; Max-Age=${knownForMs / 1000}; HttpOnly; SameSite=Lax${secure}`
}

/**
 * Failures are counted by account and place. A browser with an earlier sign-in is a place of its own, so that somebody
 * else behind the same address cannot lock it out; an address with an earlier sign-in is not slowed with the strangers.
 */
async function placeOf(headers: Headers, email: string, ip: string): Promise<Place> {
  const device = knownDevice(headers, email)
  const own = { key: gateKey(email, device ? `device ${device}` : `address ${ip}`), patience: onePlace }
  const known = device !== null || (await hasSucceededSince(own.key, new Date(Date.now() - knownForMs)))
  return { own, all: known ? [own] : [own, { key: gateKey(email, 'strangers'), patience: strangers }] }
}

/** The gate of the place that asks, for who proved in another way to be this person, such as with a link. */
export const gateKeyOf = async (headers: Headers, email: string, ip: string): Promise<string> => (await placeOf(headers, email, ip)).own.key

const locked = (waitMs: number): Refusal => refuse('sign_in_locked', 429, { minutes: Math.ceil(waitMs / 60_000) })

type Judged = { user: User } | { refusal: Refusal; user: User | null; counts: boolean }

/** One answer for an unknown account, a wrong password and a disabled account, and one hash in each case. */
async function judge(email: string, request: SignInRequest): Promise<Judged> {
  const found = await findCredential(email)
  const right = await verifyPassword(found?.digest ?? (await nobody), request.password)
  const user = found?.user ?? null
  if (!user || !right || user.disabledAt) return { refusal: refuse('sign_in_failed', 401), user, counts: true }
  if (!(await hasSecondFactor(user.id))) return { user }
  if (request.code === undefined) return { refusal: refuse('code_needed', 401), user, counts: false }
  const { code } = request
  const taken = await db.$transaction((tx) => takeCode(tx, user.id, code, new Date()))
  return taken ? { user } : { refusal: refuse('code_wrong', 401, {}, 'code'), user, counts: true }
}

/** The person behind e-mail, password and, where there is a second factor, code. What is refused is in the audit. */
async function identify(headers: Headers, request: SignInRequest, origin: Origin): Promise<{ user: User; place: Place } | Refusal> {
  const email = request.email.toLowerCase()
  const place = await placeOf(headers, email, origin.ip)
  const now = new Date()
  const waitMs = await chargeGates(place.all, now)
  if (waitMs > 0) return locked(waitMs)
  const judged = await judge(email, request)
  if (!('refusal' in judged)) {
    await refundGates(place.all, now)
    return { user: judged.user, place }
  }
  if (!judged.counts) await refundGates(place.all, now)
  else {
    const actor = judged.user ? { userId: judged.user.id, name: judged.user.name, via: 'session' as const } : null
    await db.$transaction((tx) =>
      recordAudit(tx, { who: actor, action: 'session.create', outcome: 'refused', detail: { code: judged.refusal.code }, ...origin }),
    )
    await forgetGuards(new Date(now.getTime() - knownForMs))
  }
  return judged.refusal
}

const asRequest = (headers: Headers, cookies: string[]): Headers => {
  const next = new Headers(headers)
  next.delete('authorization')
  next.set('cookie', cookies.map((cookie) => cookie.split(';')[0]).join('; '))
  return next
}

/** Signs in with a new session; the one that the browser had before ends. */
export async function signIn(headers: Headers, request: SignInRequest, origin: Origin): Promise<WithCookies<Me> | Refusal> {
  const found = await identify(headers, request, origin)
  if (found instanceof Refusal) return found
  const { user, place } = found
  const before = await auth.api.getSession({ headers }).catch(() => null)
  const answer = await auth.api.signInEmail({ body: { email: user.email, password: request.password }, headers, asResponse: true })
  const cookies = answer.headers.getSetCookie()
  const who = answer.ok ? await principal(asRequest(headers, cookies)) : null
  if (!who?.session) return refuse('sign_in_failed', 401)
  const { id } = who.session
  const device = knownDevice(headers, user.email) ?? randomBytes(16).toString('base64url')
  await db.$transaction(async (tx) => {
    const now = new Date()
    await stampSession(tx, id, { ip: origin.ip, now })
    await userWasSeen(tx, user.id, now)
    if (before) await tx.session.deleteMany({ where: { id: before.session.id } })
    await openGate(tx, place.own.key, now)
    await openGate(tx, gateKey(user.email, `device ${device}`), now)
    await recordAudit(tx, { who, action: 'session.create', ...origin })
  })
  cookies.push(deviceSetCookie(user.email, device))
  if (who.preferences?.locale) cookies.push(`locale=${who.preferences.locale}; Path=/; Max-Age=31536000; SameSite=Lax`)
  return { value: describeMe(who), cookies }
}

/** Signs in without a browser: a token of 7 days for everything that the person may do. */
export async function logIn(headers: Headers, request: LoginRequest, origin: Origin): Promise<TokenCreated | Refusal> {
  const { name, ...rest } = request
  const found = await identify(headers, rest, origin)
  if (found instanceof Refusal) return found
  const { user, place } = found
  if (user.mustChangePassword) return refuse('password_change_required', 403)
  if ((await readSetting()).roles.some((role) => role === user.role) && !(await hasSecondFactor(user.id))) return refuse('second_factor_required', 403)
  const text = `qd_${randomBytes(32).toString('base64url')}`
  const expiresAt = new Date(Date.now() + loginTokenMs)
  const made = await db.$transaction(async (tx) => {
    const row = await insertToken(tx, { userId: user.id, name, scopes: ['all'], hash: sha256(text), hint: text.slice(-4), expiresAt })
    await openGate(tx, place.own.key, new Date())
    const who = { userId: user.id, name: user.name, via: 'token' as const }
    await recordAudit(tx, { who, action: 'token.create', object: `token:${row.id}`, detail: { name, scopes: 'all', login: true }, ...origin })
    return row
  })
  return { ...made, token: text }
}

export async function signOut(headers: Headers, who: Principal, origin: Origin): Promise<string[]> {
  const answer = await auth.api.signOut({ headers, asResponse: true })
  await db.$transaction((tx) => recordAudit(tx, { who, action: 'session.end', ...origin }))
  return answer.headers.getSetCookie()
}

/** A gate of the session's own: who has found an open browser may not try passwords in it without end. */
async function provenPassword(who: Principal, password: string): Promise<boolean> {
  const found = await findCredential(who.email)
  return verifyPassword(found?.digest ?? (await nobody), password)
}

const sessionGate = (who: Principal): Gate[] => [{ key: gateKey(who.userId, `session ${who.session?.id}`), patience: onePlace }]

/** Proves again who sits there, by password or code: dangerous acts are open for 5 minutes. */
export async function prove(who: Principal, request: ProofRequest, origin: Origin): Promise<Refusal | undefined> {
  const { session } = who
  if (!session) return refuse('browser_session_needed', 403)
  const gates = sessionGate(who)
  const now = new Date()
  const waitMs = await chargeGates(gates, now)
  if (waitMs > 0) return locked(waitMs)
  const byPassword = request.password !== undefined && (await provenPassword(who, request.password))
  const right = await db.$transaction(async (tx) => {
    const taken = byPassword || (request.code !== undefined && (await takeCode(tx, who.userId, request.code, now)) !== null)
    if (taken) await sessionWasProved(tx, session.id, now)
    await recordAudit(tx, { who, action: 'session.prove', outcome: taken ? 'done' : 'refused', ...origin })
    return taken
  })
  if (!right) return request.code === undefined ? refuse('password_wrong', 400, {}, 'password') : refuse('code_wrong', 400, {}, 'code')
  await refundGates(gates, now)
  return undefined
}

/** Changes the password, ends every other session and gives this one a new token. */
export async function changePassword(headers: Headers, who: Principal, request: PasswordChange, origin: Origin): Promise<WithCookies<Me> | Refusal> {
  if (!who.session) return refuse('browser_session_needed', 403)
  if (request.next === request.current) return refuse('password_unchanged', 400, {}, 'next')
  const weak = await refusalOfPassword(request.next, who, 'next')
  if (weak) return weak
  const gates = sessionGate(who)
  const started = new Date()
  const waitMs = await chargeGates(gates, started)
  if (waitMs > 0) return locked(waitMs)
  const body = { currentPassword: request.current, newPassword: request.next, revokeOtherSessions: true }
  const answer = await auth.api.changePassword({ body, headers, asResponse: true })
  const cookies = answer.headers.getSetCookie()
  const renewed = answer.ok ? await principal(asRequest(headers, cookies)) : null
  await db.$transaction(async (tx) => {
    if (answer.ok) {
      await passwordWasChanged(tx, who.userId)
      await endLinks(tx, who.userId)
    }
    if (renewed?.session) await stampSession(tx, renewed.session.id, { ip: origin.ip, now: new Date() })
    await recordAudit(tx, { who, action: 'password.change', outcome: answer.ok ? 'done' : 'refused', ...origin })
  })
  if (!answer.ok) return refuse('password_wrong', 400, {}, 'current')
  await refundGates(gates, started)
  return { value: describeMe({ ...who, mustChangePassword: false }), cookies }
}
