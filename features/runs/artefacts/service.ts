import { mayOpenArtefact } from '#core/runs/artefacts.ts'
import { bigintId } from '#core/shared/ids.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { findArtefact } from '#features/runs/artefacts/repository.ts'
import type { RunArtefact } from '#features/runs/schema.ts'
import { transact } from '#server/database.ts'
import { readFile } from '#server/files/kept.ts'

type Opened = { artefact: Pick<RunArtefact, 'name' | 'contentType' | 'bytes'>; stream: NodeJS.ReadableStream }

/**
 * An artefact's facts and its bytes as a stream, with an audit row. Refuses not_found, also to who may not have files of this kind of run,
 * and artefact_expired when its time is over.
 */
export async function openArtefact(who: Principal, id: string, artefactId: string, origin: { ip: string; requestId: string }): Promise<Opened | Refusal> {
  const [runId, fileId] = [bigintId(id), bigintId(artefactId)]
  const row = runId && fileId ? await findArtefact(runId, fileId) : null
  if (!row || !mayOpenArtefact(who, row.run.kind)) return refuse('not_found', 404)
  if (row.expiresAt < new Date()) return refuse('artefact_expired', 410, { name: row.name })
  await transact((tx) => recordAudit(tx, { who, action: 'runs.artefact', object: `run:${id}`, runId: id, detail: { name: row.name }, ...origin }))
  return { artefact: { name: row.name, contentType: row.contentType, bytes: Number(row.bytes) }, stream: readFile(row.path) }
}
