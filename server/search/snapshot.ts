import 'server-only'
import { z } from 'zod'
import { type SearchClient, send } from '#server/search/client.ts'
import type { Executor } from '#server/search/execute.ts'
import { sourceIndices } from '#server/search/indices.ts'

/** One point in time of all indices of a source: every search on it sees the same documents. */
export type Snapshot = { id: string; openedAt: number; shards: number }

const KEEP_ALIVE = '10m'
const created = z.object({ pit_id: z.string(), creation_time: z.number(), _shards: z.object({ total: z.number() }) })

/**
 * Opens a snapshot of the source's indices; partial ones are refused. It lives for ten minutes after the last search on it.
 * Without an index there is none: the cluster answers that with an error that says nothing, so it is looked for first.
 */
export async function openSnapshot(run: Executor, prefix: string): Promise<Snapshot> {
  const { pattern } = await sourceIndices(run, prefix)
  const body = await run.call({
    method: 'POST',
    path: `/${encodeURIComponent(pattern)}/_search/point_in_time`,
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
