import { type EnvironmentKind, may, type Permission, type Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { type EnvironmentRow, findEnvironment } from '#features/environments/repository.ts'
import { db } from '#server/database.ts'

type Origin = { ip: string; requestId: string }
export type DatasheetPermission = Extract<Permission, `datasheets.${string}`>

const kindOf = (text: string): EnvironmentKind => (text === 'test' ? 'test' : 'production')

/** Whose rules hold for what was read from an environment: production's, when it is one or was one then. */
export const strictestKind = (then: string, now: string | undefined): EnvironmentKind =>
  kindOf(then) === 'production' || (now !== undefined && kindOf(now) === 'production') ? 'production' : 'test'

/** The kinds of environments of which this person may see anything. */
export const visibleKinds = (who: Principal): EnvironmentKind[] => (['test', 'production'] as const).filter((kind) => may(who, 'datasheets.view', kind))

/**
 * An environment by name or id, for somebody who holds the permission in environments of its kind. Refuses
 * environment_unknown, and environment_forbidden, which leaves a row in the audit.
 */
export async function environmentFor(
  who: Principal,
  permission: DatasheetPermission,
  nameOrId: string,
  origin: Origin,
  field?: string,
): Promise<EnvironmentRow | Refusal> {
  const row = await findEnvironment(nameOrId)
  if (!row) return refuse('environment_unknown', 404, { environment: nameOrId }, field)
  if (may(who, permission, kindOf(row.kind))) return row
  const detail = { environment: row.name, kind: row.kind, permission }
  await recordAudit(db, { who, action: permission, object: `environment:${row.id}`, outcome: 'refused', detail, ...origin })
  return refuse('environment_forbidden', 403, { name: row.name, kind: kindOf(row.kind) }, field)
}
