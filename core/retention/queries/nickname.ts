import { type Dsl, isInBody } from './filters.ts'

/** The latest document of each of `uids` that holds `field`, as one top hit a player. `nested`: the body is. */
export function nicknameBody(uid: string, field: string, uids: readonly string[], nested: boolean): Dsl {
  const exists = { exists: { field } }
  const holds = nested && isInBody(field) ? { nested: { path: 'body', query: exists, ignore_unmapped: true } } : exists
  // Several documents at the last instant: the least name of these few is taken.
  const latest = {
    top_hits: { size: 5, _source: [field], docvalue_fields: [{ field: '@timestamp', format: 'epoch_millis' }], sort: [{ '@timestamp': 'desc' }] },
  }
  return {
    size: 0,
    query: { bool: { filter: [{ terms: { [uid]: uids } }, holds] } },
    aggs: { rows: { composite: { size: uids.length, sources: [{ u: { terms: { field: uid } } }] }, aggs: { latest } } },
  }
}
