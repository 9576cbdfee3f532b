import type { FamilyMapping, LogMapping } from '../mapping.ts'
import type { Range } from '../window.ts'
import { type Dsl, inIndices, timeFilter } from './filters.ts'

export type CohortKey = { u: string | number; a?: string | null }

const exists = (field: string): Dsl => ({ exists: { field } })

/** Logins of the window grouped by (player, account), with the earliest of each group: one page of `size` groups after `after`. */
export function cohortBody(mapping: LogMapping, login: FamilyMapping, window: Range, size: number, after: CohortKey | null): Dsl {
  const account = mapping.authId === null ? [] : [{ a: { terms: { field: mapping.authId, missing_bucket: true } } }]
  return {
    size: 0,
    query: { bool: { filter: [inIndices(login.indices), timeFilter(window), exists(mapping.uid)] } },
    aggs: {
      rows: {
        composite: { size, sources: [{ u: { terms: { field: mapping.uid } } }, ...account], ...(after ? { after } : {}) },
        aggs: { mn: { min: { field: '@timestamp' } } },
      },
    },
  }
}

/** Which of `uids` logged in within `before`: one group each. */
export function seenBody(mapping: LogMapping, login: FamilyMapping, before: Partial<Range>, uids: readonly string[]): Dsl {
  return {
    size: 0,
    query: { bool: { filter: [inIndices(login.indices), timeFilter(before), { terms: { [mapping.uid]: uids } }] } },
    aggs: { rows: { composite: { size: uids.length, sources: [{ u: { terms: { field: mapping.uid } } }] } } },
  }
}

/** How many logins of the window name a player. */
export const loginCountBody = (mapping: LogMapping, login: FamilyMapping, window: Range): Dsl => ({
  size: 0,
  query: { bool: { filter: [inIndices(login.indices), timeFilter(window), exists(mapping.uid)] } },
})
