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
  'tokens.manage',
  'users.view',
  'users.manage',
  'audit.view',
  'audit.export',
  'environments.view',
  'environments.manage',
  'secrets.rotate',
  'plans.approve',
  'system.view',
] as const

export type Permission = (typeof permissions)[number]

export const roles = ['viewer', 'operator', 'data_manager', 'campaign_manager', 'approver', 'administrator'] as const

export type Role = (typeof roles)[number]

const reading: readonly Permission[] = ['runs.view', 'sources.view', 'retention.view', 'tokens.manage', 'system.view']
const working: readonly Permission[] = [...reading, 'runs.control', 'retention.run', 'retention.export']

const granted: Record<Role, readonly Permission[]> = {
  viewer: reading,
  operator: working,
  data_manager: working,
  campaign_manager: working,
  approver: reading,
  administrator: permissions,
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
}

/** Deny by default: the role must hold the permission, and a token must carry it in its scopes as well. */
export function may(who: Principal, permission: Permission): boolean {
  const byScope = who.scopes === null || who.scopes.includes('all') || who.scopes.includes(permission)
  return byScope && granted[who.role].includes(permission)
}
