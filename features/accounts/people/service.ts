import { randomBytes } from 'node:crypto'
import { isGuessable } from '#core/accounts/password.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import {
  findInvited,
  findPerson,
  givePassword,
  insertInvitation,
  insertInvited,
  listPeople,
  lockAdministrators,
  revokeAllTokens,
  takeInvitation,
  updatePerson,
} from '#features/accounts/people/repository.ts'
import type { Invitation, InvitationAcceptance, InvitationRequest, Person, PersonChange, PersonPage, PersonQuery } from '#features/accounts/people/schema.ts'
import { deleteSecondFactor } from '#features/accounts/second-factor/repository.ts'
import { deleteSessions } from '#features/accounts/sessions/repository.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { hashPassword } from '#server/auth.ts'
import { db, type Tx } from '#server/database.ts'
import { publicUrl } from '#server/env.ts'
import { sha256 } from '#server/secrets.ts'

type Origin = { ip: string; requestId: string }

const linkMs = 72 * 3_600_000

export const listUsers = (query: PersonQuery): Promise<PersonPage> => listPeople(query, new Date())

/** Registers a person, or takes one who has not accepted yet, and gives a link that works once within 72 hours. */
export async function invite(who: Principal, request: InvitationRequest, origin: Origin): Promise<Invitation | Refusal> {
  const email = request.email.toLowerCase()
  const token = randomBytes(32).toString('base64url')
  const now = new Date()
  const expiresAt = new Date(now.getTime() + linkMs)
  return db.$transaction(async (tx) => {
    const known = await findPerson(tx, { email }, now)
    if (known && known.state !== 'invited') return refuse('user_exists', 409, { email }, 'email')
    const userId = known?.id ?? (await insertInvited(tx, { email, name: request.name ?? email.split('@')[0] ?? email, role: request.role }))
    if (!userId) return refuse('user_exists', 409, { email }, 'email')
    if (known) await updatePerson(tx, userId, { role: request.role })
    await insertInvitation(tx, { hash: sha256(token), userId, createdById: who.userId, expiresAt })
    await recordAudit(tx, { who, action: 'user.invite', object: `user:${userId}`, detail: { email, role: request.role }, ...origin })
    const user = await findPerson(tx, { id: userId }, now)
    if (!user) throw new Error('the person that was just invited is gone')
    return { user, link: `${publicUrl}/invitation#${token}`, expiresAt: expiresAt.toISOString() }
  })
}

/** Gives the invited person a password of his own; the link is used up. */
export async function acceptInvitation(request: InvitationAcceptance, origin: Origin): Promise<{ email: string } | Refusal> {
  const hash = sha256(request.token)
  const invited = await findInvited(hash, new Date())
  if (!invited) return refuse('invitation_gone', 410)
  const names = [invited.email.split('@')[0] ?? '', ...(request.name ?? invited.name).split(' ')]
  if (isGuessable(request.password, names)) return refuse('password_guessable', 400, {}, 'password')
  const passwordHash = await hashPassword(request.password)
  return db.$transaction(async (tx) => {
    const taken = await takeInvitation(tx, hash, new Date())
    if (!taken) return refuse('invitation_gone', 410)
    await givePassword(tx, taken.userId, passwordHash, request.name)
    const who = { userId: taken.userId, name: request.name ?? taken.name, via: 'session' as const }
    await recordAudit(tx, { who, action: 'user.accept', object: `user:${taken.userId}`, ...origin })
    return { email: taken.email }
  })
}

/** Nobody changes himself, so that there is always an administrator left who did it. */
async function refusalOf(tx: Tx, who: Principal, id: string): Promise<Refusal | null> {
  if (id === who.userId) return refuse('own_account', 409)
  const administrators = await lockAdministrators(tx)
  return administrators.includes(who.userId) ? null : refuse('forbidden', 403)
}

/** Changes the role, disables or enables. Each ends the person's sessions at once; disabling revokes the tokens as well. */
export async function changeUser(who: Principal, id: string, change: PersonChange, origin: Origin): Promise<Person | Refusal> {
  const now = new Date()
  return db.$transaction(async (tx) => {
    const before = await findPerson(tx, { id }, now)
    if (!before) return refuse('not_found', 404)
    const refusal = await refusalOf(tx, who, id)
    if (refusal) return refusal
    const disabled = before.state === 'disabled'
    const role = change.role === before.role ? undefined : change.role
    const turns = change.disabled !== undefined && change.disabled !== disabled
    if (role || turns) await apply(tx, who, { before, role, disable: turns ? change.disabled : undefined, now }, origin)
    return (await findPerson(tx, { id }, now)) ?? refuse('not_found', 404)
  })
}

type Turn = { before: Person; role: Person['role'] | undefined; disable: boolean | undefined; now: Date }

async function apply(tx: Tx, who: Principal, { before, role, disable, now }: Turn, origin: Origin): Promise<void> {
  const { id } = before
  await updatePerson(tx, id, { role, ...(disable === undefined ? {} : { disabledAt: disable ? now : null }) })
  await deleteSessions(tx, id)
  if (disable) await revokeAllTokens(tx, id, now)
  const object = `user:${id}`
  if (role) await recordAudit(tx, { who, action: 'user.role', object, before: { role: before.role }, after: { role }, ...origin })
  if (disable !== undefined) await recordAudit(tx, { who, action: disable ? 'user.disable' : 'user.enable', object, ...origin })
}

export async function endUserSessions(who: Principal, id: string, origin: Origin): Promise<Refusal | undefined> {
  return db.$transaction(async (tx) => {
    if (!(await findPerson(tx, { id }, new Date()))) return refuse('not_found', 404)
    const sessions = await deleteSessions(tx, id, id === who.userId ? { except: who.session?.id } : {})
    await recordAudit(tx, { who, action: 'user.end_sessions', object: `user:${id}`, detail: { sessions }, ...origin })
    return undefined
  })
}

/** For a person who lost phone and recovery codes: takes the second factor away and ends the sessions. */
export async function resetSecondFactor(who: Principal, id: string, origin: Origin): Promise<Refusal | undefined> {
  return db.$transaction(async (tx) => {
    const refusal = await refusalOf(tx, who, id)
    if (refusal instanceof Refusal) return refusal
    if (!(await deleteSecondFactor(tx, id))) return refuse('not_found', 404)
    await deleteSessions(tx, id)
    await recordAudit(tx, { who, action: 'second_factor.reset', object: `user:${id}`, ...origin })
    return undefined
  })
}
