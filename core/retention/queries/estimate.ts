import type { FamilyMapping, LogMapping } from '../mapping.ts'
import type { Range } from '../window.ts'
import { type Dsl, inIndices, timeFilter } from './filters.ts'

/** Logins of the window and about how many players made them: above 40,000 the count may be off by a few percent. */
export const playersBody = (mapping: LogMapping, login: FamilyMapping, window: Range): Dsl => ({
  size: 0,
  query: { bool: { filter: [inIndices(login.indices), timeFilter(window), { exists: { field: mapping.uid } }] } },
  aggs: { players: { cardinality: { field: mapping.uid, precision_threshold: 40_000 } } },
})

/** How many documents of any index lie in `range`. */
export const documentsBody = (range: Range): Dsl => ({ size: 0, query: { bool: { filter: [timeFilter(range)] } } })
