import type { Principal } from '#core/shared/permissions.ts'
import { listEntries, recordAudit } from '#features/audit/repository.ts'
import { db } from '#server/database.ts'
import type { Executor } from '#server/search/execute.ts'

type Named = { _index: string; _id: string }
type Full = Named & { _source?: Record<string, unknown> }

/** Larger documents are not sent. */
const MOST_BYTES = 32 * 1024
/** Try-outs of one player within this time are one act. */
const VIEW_MS = 15 * 60_000
const action = 'metrics.try'

export const keyOf = ({ _index, _id }: Named): string => `${_index} ${_id}`

/** Whole documents by index and id; null for one that is larger than 32 KiB. One that is gone meanwhile is missing. */
export async function readDocuments(run: Executor, pattern: string, hits: readonly Named[]): Promise<Map<string, Record<string, unknown> | null>> {
  if (hits.length === 0) return new Map()
  const should = hits.map(({ _index, _id }) => ({ bool: { filter: [{ term: { _index } }, { ids: { values: [_id] } }] } }))
  const answer = await run.search({ size: hits.length, query: { bool: { should, minimum_should_match: 1 } } }, pattern)
  const entries = (answer.hits as Full[]).map((hit) => {
    const document = hit._source ?? {}
    return [keyOf(hit), Buffer.byteLength(JSON.stringify(document)) > MOST_BYTES ? null : document] as const
  })
  return new Map(entries)
}

/** Whoever looks at a player's documents leaves one row in the audit, however often the metric is changed meanwhile. */
export async function recordTry(
  who: Principal,
  facts: { uid: string; source: string; metric: string },
  origin: { ip: string; requestId: string },
): Promise<void> {
  const object = `player:${facts.uid}`.slice(0, 191)
  const filter = { who: who.userId, action, object, from: new Date(Date.now() - VIEW_MS).toISOString() }
  const { total } = await listEntries(filter, { skip: 0, take: 1, ascending: false })
  if (total === 0) await db.$transaction((tx) => recordAudit(tx, { who, action, object, detail: facts, ...origin }))
}
