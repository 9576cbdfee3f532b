import { type EnvironmentKind, may, type Permission, type Principal, reaches, reachOf, roles } from '#core/shared/permissions.ts'

export type DatasheetPermission = Extract<Permission, `datasheets.${string}`>

const kindOf = (text: string): EnvironmentKind => (text === 'test' ? 'test' : 'production')

/** Whose rules hold for what was read from an environment: production's, when it is one or was one then. */
export const strictestKind = (then: string, now: string | undefined): EnvironmentKind =>
  kindOf(then) === 'production' || (now !== undefined && kindOf(now) === 'production') ? 'production' : 'test'

/** The kinds of environments of which this person may see anything. */
export const visibleKinds = (who: Principal): EnvironmentKind[] => (['test', 'production'] as const).filter((kind) => may(who, 'datasheets.view', kind))

/** Whether a role of this name holds the permission in environments of this kind: for work that goes on without the person who began it. */
export function mayAsRole(name: string, permission: DatasheetPermission, kind: EnvironmentKind): boolean {
  const role = roles.find((one) => one === name)
  const reach = role === undefined ? null : reachOf(role, permission)
  return reach !== null && (reaches[reach] as readonly string[]).includes(kind)
}
