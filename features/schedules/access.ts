import { type EnvironmentKind, may, type Permission, type Principal } from '#core/shared/permissions.ts'

/** A schedule is made, and later fired, for somebody who may make schedules and do its act, both in the kind of its environment. */
export const mayBoth = (who: Principal, permission: Permission, kind: EnvironmentKind | undefined): boolean =>
  may(who, 'schedules.manage', kind) && may(who, permission, kind)

/** The stricter of two kinds as they are kept: what was or is a production environment is treated as one. */
export function placeOf(...kinds: (string | null | undefined)[]): EnvironmentKind | undefined {
  const known = kinds.filter((kind) => kind !== null && kind !== undefined)
  if (known.length === 0) return undefined
  return known.every((kind) => kind === 'test') ? 'test' : 'production'
}
