import { randomBytes } from 'node:crypto'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { findLinked, givePassword, insertLink, type LinkPurpose, replacePassword, takeLink } from '#features/accounts/links/repository.ts'
import { refusalOfPassword } from '#features/accounts/passwords/service.ts'
import { findPerson, insertInvited, revokeAllTokens, updatePerson } from '#features/accounts/people/repository.ts'
import type { Invitation, InvitationAcceptance, InvitationRequest, Person } from '#features/accounts/people/schema.ts'
import { refusalOf } from '#features/accounts/people/service.ts'
import { deleteSessions } from '#features/accounts/sessions/repository.ts'
import { openGate } from '#features/accounts/sign-in/repository.ts'
import { gateKeyOf } from '#features/accounts/sign-in/service.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { hashPassword } from '#server/auth.ts'
import { db, type Tx } from '#server/database.ts'
import { publicUrl } from '#server/env.ts'
import { sha256 } from '#server/secrets.ts'

type Origin = { ip: string; requestId: string }

const hour = 3_600_000
/** A page for each, because the server never sees which link it is: the secret stands behind `#`. */
const kinds: Record<LinkPurpose, { path: string; lastsMs: number }> = {
  invitation: { path: '/invitation', lastsMs: 72 * hour },
  reset: { path: '/reset-password', lastsMs: 24 * hour },
}

/** Makes the link and keeps its SHA-256; the link itself is in the answer and nowhere else. */
async function makeLink(tx: Tx, who: Principal, userId: string, purpose: LinkPurpose, now: Date): Promise<Omit<Invitation, 'user'>> {
  const token = randomBytes(32).toString('base64url')
  const { path, lastsMs } = kinds[purpose]
  const expiresAt = new Date(now.getTime() + lastsMs)
  await insertLink(tx, { hash: sha256(token), purpose, userId, createdById: who.userId, expiresAt })
  return { link: `${publicUrl}${path}#${token}`, expiresAt: expiresAt.toISOString() }
}

async function person(tx: Tx, id: string, now: Date): Promise<Person> {
  const found = await findPerson(tx, { id }, now)
  if (!found) throw new Error('the person that a link was just made for is gone')
  return found
}

/** Registers a person, or takes one who has not accepted yet, and gives a link that works once within 72 hours. */
export async function invite(who: Principal, request: InvitationRequest, origin: Origin): Promise<Invitation | Refusal> {
  const email = request.email.toLowerCase()
  const now = new Date()
  return db.$transaction(async (tx) => {
    const known = await findPerson(tx, { email }, now)
    if (known && known.state !== 'invited') return refuse('user_exists', 409, { email }, 'email')
    const userId = known?.id ?? (await insertInvited(tx, { email, name: request.name ?? email.split('@')[0] ?? email, role: request.role }))
    if (!userId) return refuse('user_exists', 409, { email }, 'email')
    if (known) await updatePerson(tx, userId, { role: request.role })
    const made = await makeLink(tx, who, userId, 'invitation', now)
    await recordAudit(tx, { who, action: 'user.invite', object: `user:${userId}`, detail: { email, role: request.role }, ...origin })
    return { user: await person(tx, userId, now), ...made }
  })
}

/**
 * A link with which a person who forgot the password chooses another one, once within 24 hours. All sessions end now; the
 * password before goes on working until the link is used, so that a link made by mistake locks nobody out. The second factor
 * stays as it is.
 */
export async function resetPassword(who: Principal, id: string, origin: Origin): Promise<Invitation | Refusal> {
  const now = new Date()
  return db.$transaction(async (tx) => {
    const known = await findPerson(tx, { id }, now)
    if (!known) return refuse('not_found', 404)
    const refusal = await refusalOf(tx, who, id)
    if (refusal) return refusal
    if (known.state !== 'active') return refuse(known.state === 'invited' ? 'user_invited' : 'user_disabled', 409, { email: known.email })
    const made = await makeLink(tx, who, id, 'reset', now)
    const sessions = await deleteSessions(tx, id)
    await recordAudit(tx, { who, action: 'user.reset_password', object: `user:${id}`, detail: { email: known.email, sessions }, ...origin })
    return { user: await person(tx, id, now), ...made }
  })
}

/** Everything that was had with the password before ends with it: sessions and API tokens. */
async function applyReset(tx: Tx, userId: string, passwordHash: string): Promise<{ sessions: number; tokens: number }> {
  await replacePassword(tx, userId, passwordHash)
  return { sessions: await deleteSessions(tx, userId), tokens: await revokeAllTokens(tx, userId, new Date()) }
}

/** Gives the person of a link a password of his own choice; the link is used up. A name counts for an invitation only. */
export async function acceptLink(headers: Headers, request: InvitationAcceptance, origin: Origin): Promise<{ email: string } | Refusal> {
  const hash = sha256(request.token)
  const linked = await findLinked(hash, new Date())
  if (!linked) return refuse('invitation_gone', 410)
  const name = linked.purpose === 'invitation' ? request.name : undefined
  const weak = await refusalOfPassword(request.password, { email: linked.email, name: name ?? linked.name }, 'password')
  if (weak) return weak
  const [passwordHash, gate] = [await hashPassword(request.password), await gateKeyOf(headers, linked.email, origin.ip)]
  return db.$transaction(async (tx) => {
    const taken = await takeLink(tx, hash, new Date())
    if (!taken) return refuse('invitation_gone', 410)
    const { userId, email } = taken
    const who = { userId, name: name ?? taken.name, via: 'session' as const }
    const object = `user:${userId}`
    if (taken.purpose === 'reset') {
      await recordAudit(tx, { who, action: 'password.reset', object, detail: await applyReset(tx, userId, passwordHash), ...origin })
    } else {
      await givePassword(tx, userId, passwordHash, name)
      await recordAudit(tx, { who, action: 'user.accept', object, ...origin })
    }
    await openGate(tx, gate, new Date())
    return { email }
  })
}
