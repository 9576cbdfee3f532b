import type { FamilyMapping, LogMapping } from '../mapping.ts'
import type { Range } from '../window.ts'
import { bodyTerms, type Dsl, inIndices, timeFilter } from './filters.ts'

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

/** Logins with what the sheet says of the first one: account, country, device. */
export const loginHits =
  (mapping: LogMapping, login: FamilyMapping, deviceField: string): HitsQuery =>
  (uids, range) =>
    hits([inIndices(login.indices), timeFilter(range), { terms: { [mapping.uid]: uids } }], [mapping.uid, instant], ['auth', 'auth.id', 'country', deviceField])

/** Documents that name a player in a field of their body; whose uid they carry does not matter. */
export const subjectHits =
  (family: FamilyMapping, subject: string, where: Dsl | null): HitsQuery =>
  (uids, range) =>
    hits([inIndices(family.indices), timeFilter(range), bodyTerms(family, subject, uids), ...(where ? [where] : [])], [instant], [subject])
