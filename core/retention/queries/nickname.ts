import { type Dsl, isInBody } from './filters.ts'

/**
 * The latest document of each of `uids` that holds `field`, as one top hit a player. Whether `body` is nested may differ
 * from index to index: one of the two ways of asking finds the documents of each.
 */
export function nicknameBody(uid: string, field: string, uids: readonly string[]): Dsl {
  const exists = { exists: { field } }
  const anyway = isInBody(field) ? [exists, { nested: { path: 'body', query: exists, ignore_unmapped: true } }] : [exists]
  // Several documents at the last instant: the least name of these few is taken.
  const latest = {
    top_hits: { size: 5, _source: [field], docvalue_fields: [{ field: '@timestamp', format: 'epoch_millis' }], sort: [{ '@timestamp': 'desc' }] },
  }
  return {
    size: 0,
    query: { bool: { filter: [{ terms: { [uid]: uids } }, { bool: { minimum_should_match: 1, should: anyway } }] } },
    aggs: { rows: { composite: { size: uids.length, sources: [{ u: { terms: { field: uid } } }] }, aggs: { latest } } },
  }
}
