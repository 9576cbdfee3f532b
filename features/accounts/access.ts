import { may, type Permission, type Principal } from '#core/shared/permissions.ts'

/** A token never carries more than its maker holds. */
export function scopesBeyond(who: Principal, scopes: readonly (Permission | 'all')[]): (Permission | 'all')[] {
  const holdsAll = who.scopes === null || who.scopes.includes('all')
  return scopes.filter((scope) => (scope === 'all' ? !holdsAll : !may(who, scope)))
}
