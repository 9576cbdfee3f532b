import type { Finding } from '#core/datasheets/finding.ts'
import type { MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import { may, type Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { type DatasheetPermission, strictestKind } from '#features/datasheets/access.ts'
import { type EnvironmentRow, findEnvironment } from '#features/environments/repository.ts'
import { gameDoor } from '#features/environments/service.ts'
import { db } from '#server/database.ts'
import { openGameDatabase } from '#server/game-database.ts'
import { readGameSchema } from '#server/game-schema.ts'
import type { Locale } from '#server/http/locale.ts'
import { wordsIn } from '#server/http/problem.ts'

export type Origin = { ip: string; requestId: string }

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
  const kind = strictestKind(row.kind, undefined)
  if (may(who, permission, kind)) return row
  const detail = { environment: row.name, kind, permission }
  await recordAudit(db, { who, action: permission, object: `environment:${row.id}`, outcome: 'refused', detail, ...origin })
  return refuse('environment_forbidden', 403, { name: row.name, kind }, field)
}

/** The tables of a game database as it declares them now, inside the environment's allow-list. Refuses what keeps the console from reading them. */
export async function readTables(row: EnvironmentRow): Promise<TableDef[] | Refusal> {
  const door = gameDoor(row)
  if (door instanceof Refusal) return door
  try {
    return await openGameDatabase(door.url).session((session) => readGameSchema(session, { tables: door.tables }))
  } catch (error) {
    const fault = door.faultOf(error)
    if (fault) return fault
    throw error
  }
}

/** Says findings in the reader's language, the rule and the cure; a code without words is said itself. */
export function findingWords(locale: Locale): (finding: Pick<Finding, 'code' | 'params' | 'value' | 'table' | 'column'>) => string {
  const words = wordsIn(locale)
  return ({ code, params, value, table, column }) =>
    words(`datasheets.findings.${code}`, { value: value ?? '', table: table ?? '', column: column ?? '', ...params }) ?? code
}

/** Says what is wrong with a mapping in the reader's language. */
export function issueWords(locale: Locale): (issue: Pick<MappingIssue, 'code' | 'params'>) => string {
  const words = wordsIn(locale)
  return ({ code, params }) => words(`datasheets.mapping.issues.${code}`, params) ?? code
}
