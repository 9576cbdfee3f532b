import { type EnvironmentKind, may, type Permission, type Principal } from '#core/shared/permissions.ts'

export type DatasheetPermission = Extract<Permission, `datasheets.${string}`>

const kindOf = (text: string): EnvironmentKind => (text === 'test' ? 'test' : 'production')

/** Whose rules hold for what was read from an environment: production's, when it is one or was one then. */
export const strictestKind = (then: string, now: string | undefined): EnvironmentKind =>
  kindOf(then) === 'production' || (now !== undefined && kindOf(now) === 'production') ? 'production' : 'test'

/** The kinds of environments of which this person may see anything. */
export const visibleKinds = (who: Principal): EnvironmentKind[] => (['test', 'production'] as const).filter((kind) => may(who, 'datasheets.view', kind))
