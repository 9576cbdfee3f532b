import 'server-only'
import { z } from 'zod'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { type SearchClient, send } from '#server/search/client.ts'
import type { Executor } from '#server/search/execute.ts'

/** One point in time of all indices of a source: every search on it sees the same documents. */
export type Snapshot = { id: string; openedAt: number; shards: number }

const KEEP_ALIVE = '10m'
const created = z.object({ pit_id: z.string(), creation_time: z.number(), _shards: z.object({ total: z.number() }) })

const named = z.object({ indices: z.array(z.string()) })

/** A snapshot of nothing is answered with an error that says nothing: look first. */
async function requireIndices(run: Executor, pattern: string, prefix: string): Promise<void> {
  const { indices } = named.parse(await run.call({ method: 'GET', path: `/${pattern}/_field_caps`, query: { fields: '@timestamp' } }))
  if (indices.length === 0) throw new RunFailure(refuse('source_no_indices', 422, { prefix }))
}

/** Opens a snapshot of `<prefix>*`; partial ones are refused. It lives for ten minutes after the last search on it. */
export async function openSnapshot(run: Executor, prefix: string): Promise<Snapshot> {
  const pattern = encodeURIComponent(`${prefix}*`)
  await requireIndices(run, pattern, prefix)
  const body = await run.call({
    method: 'POST',
    path: `/${pattern}/_search/point_in_time`,
    query: { keep_alive: KEEP_ALIVE, allow_partial_pit_creation: 'false' },
  })
  const { pit_id, creation_time, _shards } = created.parse(body)
  return { id: pit_id, openedAt: creation_time, shards: _shards.total }
}

/** The part of a search body that binds it to a snapshot. */
export const onSnapshot = (snapshot: Pick<Snapshot, 'id'>): { pit: { id: string; keep_alive: string } } => ({
  pit: { id: snapshot.id, keep_alive: KEEP_ALIVE },
})

/** Gives the snapshot's resources back. One that is gone already is fine; so is a cluster that cannot be asked: it expires by itself. */
export async function closeSnapshot(client: SearchClient, snapshot: Pick<Snapshot, 'id'>): Promise<void> {
  await send(client, { method: 'DELETE', path: '/_search/point_in_time', body: { pit_id: [snapshot.id] } }).catch(() => undefined)
}
