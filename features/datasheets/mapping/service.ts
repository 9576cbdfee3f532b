import { checkMapping } from '#core/datasheets/mapping/check.ts'
import type { MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import * as repository from '#features/datasheets/mapping/repository.ts'
import type { GameSchema, MappingChange, MappingIssueShown, MappingVersions, SavedMapping, StoredMapping } from '#features/datasheets/mapping/schema.ts'
import { environmentFor, issueWords, type Origin, readTables } from '#features/datasheets/service.ts'
import type { EnvironmentRow } from '#features/environments/repository.ts'
import { db } from '#server/database.ts'
import { schemaFingerprint } from '#server/game-schema.ts'
import type { Locale } from '#server/http/locale.ts'

/** A mapping with errors is not saved: all of them, for the answer to name. */
export type Faulty = { faults: MappingIssueShown[] }

const mostVersions = 500

export const shownEnvironment = ({ id, name, kind }: EnvironmentRow): StoredMapping['environment'] => ({
  id,
  name,
  kind: kind === 'test' ? 'test' : 'production',
})

const toStored = (environment: EnvironmentRow, row: repository.MappingRow, latest: number): StoredMapping => ({
  environment: shownEnvironment(environment),
  version: row.version,
  author: row.author,
  createdAt: row.createdAt?.toISOString() ?? null,
  latest,
  mapping: row.mapping,
})

/** Issues in the reader's language. */
export function wordedIssues(issues: readonly MappingIssue[], locale: Locale): MappingIssueShown[] {
  const say = issueWords(locale)
  return issues.map((issue) => ({ level: issue.level, path: issue.path, code: issue.code, message: say(issue) }))
}

/** The latest mapping of an environment, or the version that is asked for. */
export async function loadMapping(who: Principal, environment: string, version: number | undefined, origin: Origin): Promise<StoredMapping | Refusal> {
  const row = await environmentFor(who, 'datasheets.view', environment, origin)
  if (row instanceof Refusal) return row
  const latest = await repository.latestMapping(row.id)
  const wanted = version === undefined ? latest : await repository.mappingVersion(row.id, version)
  return wanted ? toStored(row, wanted, latest.version) : refuse('not_found', 404)
}

/** The latest first, at most 500. */
export async function loadVersions(who: Principal, environment: string, origin: Origin): Promise<MappingVersions | Refusal> {
  const row = await environmentFor(who, 'datasheets.view', environment, origin)
  if (row instanceof Refusal) return row
  const versions = await repository.listVersions(row.id, mostVersions)
  return {
    items: versions.map(({ version, author, createdAt, mapping }) => ({
      version,
      author,
      createdAt: createdAt?.toISOString() ?? null,
      tables: mapping.tables.length,
    })),
  }
}

const changed = (row: repository.MappingRow): Refusal => refuse('mapping_changed', 409, { version: row.version, author: row.author ?? '' }, 'version')

async function insert(who: Principal, environment: EnvironmentRow, before: repository.MappingRow, mapping: Mapping, origin: Origin) {
  return db.$transaction(async (tx) => {
    const version = before.version + 1
    const added = await repository.insertMapping(tx, { environmentId: environment.id, version, mapping, authorId: who.userId, author: who.name })
    const detail = {
      environment: environment.name,
      version,
      tables: mapping.tables
        .map(({ table }) => table)
        .join(' ')
        .slice(0, 2_000),
    }
    await recordAudit(tx, { who, action: 'datasheets.mapping.save', object: `environment:${environment.id}`, detail, ...origin })
    return added
  })
}

/**
 * Saves a mapping as a new version; the very same one makes none. Refuses mapping_changed when another was saved since, and
 * what keeps the console from the game database, against whose tables the mapping is checked.
 */
export async function saveMapping(
  who: Principal,
  environment: string,
  { version, mapping }: MappingChange,
  locale: Locale,
  origin: Origin,
): Promise<SavedMapping | Faulty | Refusal> {
  const row = await environmentFor(who, 'datasheets.mapping', environment, origin)
  if (row instanceof Refusal) return row
  const latest = await repository.latestMapping(row.id)
  if (latest.version !== version) return changed(latest)
  const tables = await readTables(row)
  if (tables instanceof Refusal) return tables
  const issues = wordedIssues(checkMapping(mapping, tables), locale)
  const faults = issues.filter(({ level }) => level === 'error')
  if (faults.length) return { faults }
  if (JSON.stringify(latest.mapping) === JSON.stringify(mapping)) return { ...toStored(row, latest, latest.version), issues }
  try {
    const added = await insert(who, row, latest, mapping, origin)
    return { ...toStored(row, added, added.version), issues }
  } catch (error) {
    if (!repository.isTaken(error)) throw error
    return changed(await repository.latestMapping(row.id))
  }
}

/** Tables and columns of a game database as they are now. */
export async function loadSchema(who: Principal, environment: string, origin: Origin): Promise<GameSchema | Refusal> {
  const row = await environmentFor(who, 'datasheets.view', environment, origin)
  if (row instanceof Refusal) return row
  const tables = await readTables(row)
  if (tables instanceof Refusal) return tables
  return { environment: shownEnvironment(row), fingerprint: schemaFingerprint(tables), tables: tables as GameSchema['tables'] }
}
