import { z } from 'zod'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import { Refusal, RunFailure, refuse } from '#core/shared/refusal.ts'
import { mayAsRole, strictestKind } from '#features/datasheets/access.ts'
import { exportFormats } from '#features/datasheets/exports/schema.ts'
import { mappingVersion } from '#features/datasheets/mapping/repository.ts'
import { findEnvironment } from '#features/environments/repository.ts'
import { gameDoor } from '#features/environments/service.ts'
import { db } from '#server/database.ts'
import type { Locale } from '#server/http/locale.ts'

/** Everything that the run of an export must know. It holds the password of the game database: for the child's message only, never for a log. */
export type WantedExport = {
  environment: { id: string; name: string; url: string; tables: readonly string[] | null }
  mapping: Mapping
  /** Empty: all. */
  tables: readonly string[]
  format: (typeof exportFormats)[number]
  /** Of the comments in the file: the language of who asked for it. */
  locale: Locale
}

const stored = z.object({ tables: z.array(z.string()), format: z.enum(exportFormats) })

/**
 * What a run has to export. Throws RunFailure (environment_gone, environment_forbidden, environment_sealed) for what no repeat can cure: also when the
 * environment became production since, and who asked may not export that.
 */
export async function wantedExport(runId: bigint): Promise<WantedExport> {
  const row = await db.sheetExport.findUniqueOrThrow({ where: { runId }, include: { createdBy: { select: { role: true, locale: true } } } })
  const environment = await findEnvironment(row.environmentId)
  if (environment?.id !== row.environmentId) throw new RunFailure(refuse('environment_gone', 410, { name: row.environment }))
  const kind = strictestKind(environment.kind, undefined)
  if (!mayAsRole(row.createdBy.role, 'datasheets.export', kind)) {
    throw new RunFailure(refuse('environment_forbidden', 403, { name: environment.name, kind }))
  }
  const door = gameDoor(environment)
  if (door instanceof Refusal) throw new RunFailure(door)
  const mapped = await mappingVersion(environment.id, row.mappingVersion)
  if (!mapped) throw new Error(`no version ${row.mappingVersion} of the mapping`)
  return {
    ...stored.parse(row),
    environment: { id: environment.id, name: environment.name, url: door.url, tables: door.tables },
    mapping: mapped.mapping,
    locale: row.createdBy.locale === 'en' ? 'en' : 'ko',
  }
}
