import { pathsOf } from '../documents.ts'
import type { FamilyMapping, LogMapping } from '../mapping.ts'
import type { Metric } from '../metrics.ts'
import type { Range } from '../window.ts'
import { type Dsl, documentFilter, fieldTerms, inIndices, timeFilter } from './filters.ts'

/** The cluster's limit of one page (`index.max_result_window`). */
export const HITS_PER_REQUEST = 10_000

const instant: Dsl = { field: '@timestamp', format: 'epoch_millis' }

/** The documents themselves: of `uids`, in `range`. */
export type HitsQuery = (uids: readonly string[], range: Range) => Dsl

const hits = (filters: readonly Dsl[], docvalues: readonly unknown[], source: readonly string[]): Dsl => ({
  size: HITS_PER_REQUEST,
  _source: source,
  docvalue_fields: docvalues,
  query: { bool: { filter: filters } },
  sort: ['_doc'],
})

const identitiesOf = (mapping: LogMapping): string[] => [mapping.uid, ...(mapping.authId === null ? [] : [mapping.authId])]

/** Logins with what the sheet says of the first one: account, country, device. */
export const loginHits =
  (mapping: LogMapping, login: FamilyMapping, deviceField: string): HitsQuery =>
  (uids, range) =>
    hits(
      [inIndices(login.indices), timeFilter(range), { terms: { [mapping.uid]: uids } }],
      [...identitiesOf(mapping), instant],
      ['auth', 'auth.id', 'country', deviceField],
    )

/**
 * Documents from which a metric is worked out: those that name one of the players in its subject field, else those that
 * carry one of them as `key`, a field of the mapping. They come with both identities and with the fields that it reads.
 */
export const documentHits =
  (mapping: LogMapping, family: FamilyMapping, metric: Metric, key: string): HitsQuery =>
  (uids, range) => {
    const who = metric.subject === null ? { terms: { [key]: uids } } : fieldTerms(family, metric.subject, uids)
    const where = documentFilter(family, metric.where)
    return hits([inIndices(family.indices), timeFilter(range), who, ...(where ? [where] : [])], [...identitiesOf(mapping), instant], pathsOf(metric))
  }
