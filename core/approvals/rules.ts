import { type EnvironmentKind, may, type Permission, type Principal, type Role, reaches, reachOf, roles } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'

/** What a row says. Whether it still holds is another question: see `stateAt`. */
export type StoredState = 'pending' | 'approved' | 'rejected' | 'void' | 'used'
export type StateNow = StoredState | 'expired'
export type Verdict = 'approve' | 'reject' | 'comment' | 'break_glass'
export type Said = { personId: string; verdict: Verdict }

/** What decisions are about; `kind` is the environment's as it is now, null for what concerns none. */
export type Matter = { kind: EnvironmentKind | null; authorId: string; requestedById: string }

const open: readonly StoredState[] = ['pending', 'approved']

/** Past its time a request is expired, whatever the row says; at its very millisecond already. */
export const stateAt = (row: { state: StoredState; expiresAt: Date }, now: Date): StateNow =>
  open.includes(row.state) && now.getTime() >= row.expiresAt.getTime() ? 'expired' : row.state

/** Whether a role alone, without any token, reaches an act in this kind of environment. */
export function roleMay(role: Role, permission: Permission, kind: EnvironmentKind | null): boolean {
  const reach = reachOf(role, permission)
  return reach !== null && (reaches[reach] as readonly string[]).includes(kind ?? 'none')
}

/** The roles of those who may decide. */
export const decidingRoles = (kind: EnvironmentKind | null): Role[] => roles.filter((role) => roleMay(role, 'plans.approve', kind))

const isOwn = ({ authorId, requestedById }: Matter, userId: string): boolean => userId === authorId || userId === requestedById

/** Those who agreed and whose word counts: everybody once, never author or requester. */
export const agreed = (matter: Matter, said: readonly Said[]): string[] => [
  ...new Set(said.filter(({ personId, verdict }) => verdict === 'approve' && !isOwn(matter, personId)).map(({ personId }) => personId)),
]

/** Who went without a second person; null when nobody did. */
export const glassBreaker = (said: readonly Said[]): string | null => said.find(({ verdict }) => verdict === 'break_glass')?.personId ?? null

const closed: Readonly<Record<Exclude<StateNow, 'pending' | 'approved'>, string>> = {
  rejected: 'approval_rejected',
  expired: 'approval_expired',
  void: 'approval_void',
  used: 'approval_used',
}

/** Why nothing can be said about it any more; null while it is open. */
export const closedFault = (state: StateNow): Refusal | null => (state === 'pending' || state === 'approved' ? null : refuse(closed[state], 409))

function approveFault(who: Principal, state: StateNow, said: readonly Said[]): Refusal | null {
  if (said.some(({ personId, verdict }) => personId === who.userId && verdict === 'approve')) return refuse('approval_twice', 409)
  return state === 'approved' ? refuse('approval_decided', 409) : null
}

function breakFault(who: Principal, { kind }: Matter, state: StateNow): Refusal | null {
  if (!may(who, 'plans.break_glass', kind ?? undefined)) return refuse('forbidden', 403)
  if (who.via === 'token') return refuse('break_glass_token', 403)
  return state === 'approved' ? refuse('approval_decided', 409) : null
}

/**
 * Why this person may not say this now: `approval_own` (author or requester, an administrator neither), `forbidden`, `approval_twice`,
 * `approval_decided`, `break_glass_token` and the closed states. Agreeing and rejecting take `plans.approve` in the environment; who
 * agreed may still reject as long as it was not used. Breaking the glass takes `plans.break_glass` in a browser, the author may.
 * Commenting takes a part in it.
 */
export function verdictFault(who: Principal, verdict: Verdict, matter: Matter, state: StateNow, said: readonly Said[]): Refusal | null {
  const past = closedFault(state)
  const approves = may(who, 'plans.approve', matter.kind ?? undefined)
  if (verdict === 'comment') return past ?? (approves || (isOwn(matter, who.userId) && who.via === 'session') ? null : refuse('forbidden', 403))
  if (verdict === 'break_glass') return past ?? breakFault(who, matter, state)
  if (isOwn(matter, who.userId)) return refuse('approval_own', 403)
  if (!approves) return refuse('forbidden', 403)
  return past ?? (verdict === 'approve' ? approveFault(who, state, said) : null)
}

/** Why this person may not be the one who looks at a broken glass: who broke it, author and requester, somebody without `plans.approve`, or nobody any more. */
export function reviewFault(who: Principal, matter: Matter, said: readonly Said[], reviewed: boolean): Refusal | null {
  if (glassBreaker(said) === who.userId || isOwn(matter, who.userId)) return refuse('review_own', 403)
  if (!may(who, 'plans.approve', matter.kind ?? undefined)) return refuse('forbidden', 403)
  return reviewed ? refuse('review_done', 409) : null
}

/** A person as he is at the moment of use. */
export type Present = { id: string; role: Role; disabled: boolean }

const stillMay = (people: readonly Present[], id: string, permission: Permission, kind: EnvironmentKind | null): boolean =>
  people.some((one) => one.id === id && !one.disabled && roleMay(one.role, permission, kind))

/**
 * The people on whose word it may be done now, or `approval_approver_lost` when one of them has another role, was disabled or is gone, or
 * `approval_pending` when more have to agree than did (a rule became stricter, the environment became production), or `approval_applier`
 * when it is enough only with the word of `applier`, who does it: what somebody agreed to, another person does. Who broke the glass may.
 */
export function standing(
  matter: Matter,
  said: readonly Said[],
  people: readonly Present[],
  required: number,
  applier: string | null = null,
): string[] | Refusal {
  const breaker = glassBreaker(said)
  if (breaker !== null) return stillMay(people, breaker, 'plans.break_glass', matter.kind) ? [breaker] : refuse('approval_approver_lost', 409)
  const approvers = agreed(matter, said)
  if (!approvers.every((id) => stillMay(people, id, 'plans.approve', matter.kind))) return refuse('approval_approver_lost', 409)
  if (approvers.length < required) return refuse('approval_pending', 409, { agreed: approvers.length, required })
  const others = approvers.filter((id) => id !== applier)
  return others.length >= required ? others : refuse('approval_applier', 409, { required })
}
