/** Every permission of the console, `<resource>.<act>`. Token scopes are these names, or `all`. */
export const permissions = [
  'runs.view',
  'runs.control',
  'sources.view',
  'sources.manage',
  'sample.load',
  'retention.view',
  'retention.run',
  'retention.export',
  'metrics.manage',
  'datasheets.view',
  'datasheets.diff',
  'datasheets.mapping',
  'datasheets.import',
  'datasheets.undo',
  'datasheets.export',
  'tokens.manage',
  'users.view',
  'users.manage',
  'audit.view',
  'audit.export',
  'environments.view',
  'environments.manage',
  'secrets.rotate',
  'plans.approve',
  'plans.break_glass',
  'approvals.view',
  'approvals.policy',
  'schedules.view',
  'schedules.manage',
  'hooks.manage',
  'system.view',
] as const

export type Permission = (typeof permissions)[number]

export const roles = ['viewer', 'operator', 'data_manager', 'campaign_manager', 'approver', 'administrator'] as const

export type Role = (typeof roles)[number]

/** What kind of game database an act concerns. `none`: it concerns no game database, or is only the door to a page. */
export const environmentKinds = ['test', 'production'] as const
export type EnvironmentKind = (typeof environmentKinds)[number]
type Place = 'none' | EnvironmentKind

/** How far a grant reaches. `test` holds outside of environments and in test environments, never in production. */
export const reaches = { everywhere: ['none', 'test', 'production'], test: ['none', 'test'] } as const satisfies Record<string, readonly Place[]>
export type Reach = keyof typeof reaches

type Row = Partial<Record<Role, Reach>>

const everybody: Row = {
  viewer: 'everywhere',
  operator: 'everywhere',
  data_manager: 'everywhere',
  campaign_manager: 'everywhere',
  approver: 'everywhere',
  administrator: 'everywhere',
}
const working: Row = { operator: 'everywhere', data_manager: 'everywhere', campaign_manager: 'everywhere', administrator: 'everywhere' }
const administrators: Row = { administrator: 'everywhere' }

/**
 * The whole of who may do what: permission x role x kind of environment. What is not written here is refused. Production is
 * narrower in three rows: those who make changes may approve those of others in a test environment, but in production only
 * approvers and administrators do; the sample game is loaded into test environments; operators compare datasheets with
 * test environments.
 */
export const permissionTable: Readonly<Record<Permission, Readonly<Row>>> = {
  'runs.view': everybody,
  'runs.control': working,
  'sources.view': everybody,
  'sources.manage': administrators,
  'sample.load': { data_manager: 'test', administrator: 'everywhere' },
  'retention.view': everybody,
  'retention.run': working,
  'retention.export': working,
  'metrics.manage': { data_manager: 'everywhere', administrator: 'everywhere' },
  'datasheets.view': everybody,
  'datasheets.diff': { operator: 'test', data_manager: 'everywhere', administrator: 'everywhere' },
  'datasheets.mapping': { data_manager: 'everywhere', administrator: 'everywhere' },
  'datasheets.import': { data_manager: 'everywhere', administrator: 'everywhere' },
  'datasheets.undo': { data_manager: 'everywhere', administrator: 'everywhere' },
  'datasheets.export': working,
  'tokens.manage': everybody,
  'users.view': administrators,
  'users.manage': administrators,
  'audit.view': { approver: 'everywhere', administrator: 'everywhere' },
  'audit.export': administrators,
  'environments.view': everybody,
  'environments.manage': administrators,
  'secrets.rotate': administrators,
  'plans.approve': { data_manager: 'test', campaign_manager: 'test', approver: 'everywhere', administrator: 'everywhere' },
  'plans.break_glass': administrators,
  'approvals.view': everybody,
  'approvals.policy': administrators,
  'schedules.view': everybody,
  'schedules.manage': { operator: 'test', data_manager: 'everywhere', campaign_manager: 'everywhere', administrator: 'everywhere' },
  'hooks.manage': administrators,
  'system.view': everybody,
}

/** Who is asking, with everything a decision about access may use. */
export type Principal = {
  userId: string
  name: string
  email: string
  role: Role
  /** `session` is a browser, `token` an API token. */
  via: 'session' | 'token'
  /** Null for a browser session: the role alone decides. */
  scopes: readonly (Permission | 'all')[] | null
  /** A one-time password is still in use: nothing but changing it is allowed in a browser. */
  mustChangePassword: boolean
  /** The role demands a second factor and there is none yet: nothing but setting one up is allowed in a browser. */
  mustEnrol?: boolean
  /** The browser session, and when password or code were last proved in it; missing for a token. */
  session?: { id: string; provedAt: Date }
  preferences?: Preferences
}

/** How this person likes to see the console; null is the house's way. */
export type Preferences = { locale: 'ko' | 'en' | null; theme: 'light' | 'dark' | 'auto' | null; timeZone: string | null }

/** How far a role reaches with a permission; null when it does not hold it at all. */
export const reachOf = (role: Role, permission: Permission): Reach | null => permissionTable[permission]?.[role] ?? null

/**
 * Deny by default: the role must hold the permission in this kind of environment (none: an act outside of environments),
 * and a token must carry it in its scopes as well.
 */
export function may(who: Principal, permission: Permission, environment?: EnvironmentKind): boolean {
  const byScope = who.scopes === null || who.scopes.includes('all') || who.scopes.includes(permission)
  const reach = reachOf(who.role, permission)
  return byScope && reach !== null && (reaches[reach] as readonly Place[]).includes(environment ?? 'none')
}

/** Four eyes: nobody approves a plan of his own, an administrator neither. */
export function mayApprove(who: Principal, plan: { authorId: string }, environment?: EnvironmentKind): boolean {
  return plan.authorId !== who.userId && may(who, 'plans.approve', environment)
}

const proofMs = 5 * 60_000

/**
 * Whether a dangerous act has to wait for password or code: the last proof of the browser session is older than 5 minutes.
 * Tokens never prove anything: their scope is what was agreed to when they were made.
 */
export function proofNeeded(who: Principal, now: Date): boolean {
  if (who.via === 'token') return false
  return !who.session || now.getTime() - who.session.provedAt.getTime() > proofMs
}
