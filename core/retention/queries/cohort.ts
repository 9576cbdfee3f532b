import type { IdentityRule } from '../definition.ts'
import type { FamilyMapping, LogMapping } from '../mapping.ts'
import type { Range } from '../window.ts'
import { type Dsl, inIndices, timeFilter } from './filters.ts'

export type CohortKey = { u: string | number | null; a?: string | number | null }

const exists = (field: string): Dsl => ({ exists: { field } })

/** Logins that name a player: the uid is always needed, the account where it makes the player. */
const namedLogins = (mapping: LogMapping, login: FamilyMapping, window: Range, identity: IdentityRule): Dsl => ({
  bool: {
    filter: [
      inIndices(login.indices),
      timeFilter(window),
      exists(mapping.uid),
      ...(identity === 'account' && mapping.authId !== null ? [exists(mapping.authId)] : []),
    ],
  },
})

/** Logins of the window grouped by (uid, account), or by (account, uid) where the account makes the player, with the earliest of each group: one page of `size` groups after `after`. */
export function cohortBody(
  mapping: LogMapping,
  login: FamilyMapping,
  window: Range,
  size: number,
  after: CohortKey | null,
  identity: IdentityRule = 'uid',
): Dsl {
  const uid = { u: { terms: { field: mapping.uid } } }
  const account = mapping.authId === null ? [] : [{ a: { terms: { field: mapping.authId, missing_bucket: true } } }]
  return {
    size: 0,
    query: namedLogins(mapping, login, window, identity),
    aggs: {
      rows: {
        composite: { size, sources: identity === 'account' ? [...account, uid] : [uid, ...account], ...(after ? { after } : {}) },
        aggs: { mn: { min: { field: '@timestamp' } } },
      },
    },
  }
}

/** Which of `values` of `field` logged in within `before`: one group each. */
export function seenBody(field: string, login: FamilyMapping, before: Partial<Range>, values: readonly string[]): Dsl {
  return {
    size: 0,
    query: { bool: { filter: [inIndices(login.indices), timeFilter(before), { terms: { [field]: values } }] } },
    aggs: { rows: { composite: { size: values.length, sources: [{ u: { terms: { field } } }] } } },
  }
}

/** Under which uids `accounts` logged in within `range`, and when first: one page of `size` groups after `after`. */
export function accountUsesBody(
  mapping: LogMapping & { authId: string },
  login: FamilyMapping,
  range: Partial<Range>,
  accounts: readonly string[],
  size: number,
  after: CohortKey | null,
): Dsl {
  const sources = [{ a: { terms: { field: mapping.authId } } }, { u: { terms: { field: mapping.uid, missing_bucket: true } } }]
  return {
    size: 0,
    query: { bool: { filter: [inIndices(login.indices), timeFilter(range), { terms: { [mapping.authId]: accounts } }] } },
    aggs: { rows: { composite: { size, sources, ...(after ? { after } : {}) }, aggs: { mn: { min: { field: '@timestamp' } } } } },
  }
}

/** How many logins of the window name a player. */
export const loginCountBody = (mapping: LogMapping, login: FamilyMapping, window: Range, identity: IdentityRule = 'uid'): Dsl => ({
  size: 0,
  query: namedLogins(mapping, login, window, identity),
})

/** When one player logged in first within `range`. */
export const firstLoginBody = (mapping: LogMapping, login: FamilyMapping, uid: string, range: Partial<Range>): Dsl => ({
  size: 0,
  query: { bool: { filter: [inIndices(login.indices), timeFilter(range), { term: { [mapping.uid]: uid } }] } },
  aggs: { first: { min: { field: '@timestamp' } } },
})
