import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { endLinks } from '#features/accounts/links/repository.ts'
import {
  findPerson,
  listPeople,
  listPeopleByIds,
  listPersonIds,
  lockAdministrators,
  revokeAllTokens,
  updatePerson,
} from '#features/accounts/people/repository.ts'
import type { Person, PersonChange, PersonExportQuery, PersonPage, PersonQuery } from '#features/accounts/people/schema.ts'
import { deleteSecondFactor } from '#features/accounts/second-factor/repository.ts'
import { deleteSessions } from '#features/accounts/sessions/repository.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { recordedSheet } from '#features/audit/service.ts'
import { db, type Tx } from '#server/database.ts'
import type { Sheet } from '#server/http/export.ts'

type Origin = { ip: string; requestId: string }

export const listUsers = (query: PersonQuery): Promise<PersonPage> => listPeople(query, new Date())

const columns = [
  { name: 'id', width: 38 },
  { name: 'name', width: 20 },
  { name: 'email', width: 30 },
  { name: 'role', width: 18 },
  { name: 'state', width: 10 },
  { name: 'second_factor', width: 14 },
  { name: 'sessions', width: 10 },
  { name: 'seen_at', width: 25 },
  { name: 'created_at', width: 25 },
] as const

const cells = ({ id, name, email, role, state, secondFactor, sessions, seenAt, createdAt }: Person) => [
  id,
  name,
  email,
  role,
  state,
  secondFactor ? 'yes' : 'no',
  sessions,
  seenAt,
  createdAt,
]

/** Everybody whom the filters find, in the order of the list; leaves a row in the audit. Refuses export_too_large. */
export async function exportUsers(who: Principal, query: PersonExportQuery, origin: Origin): Promise<Sheet | Refusal> {
  const now = new Date()
  const { format: _, ...filter } = query
  const keys = await listPersonIds(filter)
  const read = (ids: readonly string[]) => listPeopleByIds(ids, now)
  return recordedSheet(who, { action: 'users.export', stem: 'users', query, keys, columns, read, cells }, origin)
}

/** Nobody changes himself, so that there is always an administrator left who did it. */
export async function refusalOf(tx: Tx, who: Principal, id: string): Promise<Refusal | null> {
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
  if (disable) {
    await revokeAllTokens(tx, id, now)
    await endLinks(tx, id)
  }
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
