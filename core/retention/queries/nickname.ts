import { type Dsl, inNested, isInBody } from './filters.ts'

/** The latest document of each of `uids` that holds `field`, as one top hit a player. `nested`: indices whose body is. */
export function nicknameBody(uid: string, field: string, uids: readonly string[], nested: readonly string[]): Dsl {
  const exists = { exists: { field } }
  const holds = isInBody(field) ? { bool: { should: [exists, inNested(nested, exists)], minimum_should_match: 1 } } : exists
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
