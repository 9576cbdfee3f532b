import type { FamilyMapping } from '../mapping.ts'
import type { Range } from '../window.ts'
import { type Dsl, fieldTerms, inIndices, timeFilter } from './filters.ts'

/** Why an event is one of a player's: it carries his uid, his account, or names him in a field that a metric counts by. */
export const belongings = ['uid', 'account', 'subject'] as const
export type Belonging = (typeof belongings)[number]

/** Names of the fields by which a player is found, and the metrics that count by another one. */
export type TimelineMapping = {
  uid: string
  /** Null where the account does not make the player, or is not known. */
  account: { field: string; value: string } | null
  subjects: readonly { field: string; mapping: FamilyMapping }[]
}

const named = (name: Belonging, filters: readonly Dsl[]): Dsl => ({ bool: { filter: filters, _name: name } })

export type TimelinePage = { range: Range /** Instant that the last page ended with. */; after: number | null; size: number; indices: readonly string[] | null }

/** The events of one player in order of time, with how many there are in each index. */
export function timelineQuery(uid: string, mapping: TimelineMapping, { range, after, size, indices }: TimelinePage): Dsl {
  const { account, subjects } = mapping
  const theirs = [
    named('uid', [{ term: { [mapping.uid]: uid } }]),
    ...(account ? [named('account', [{ term: { [account.field]: account.value } }])] : []),
    ...subjects.map(({ field, mapping: family }) => named('subject', [inIndices(family.indices), fieldTerms(family, field, [uid])])),
  ]
  const filter = [timeFilter(range), { bool: { should: theirs, minimum_should_match: 1 } }]
  return {
    size,
    _source: true,
    docvalue_fields: [{ field: '@timestamp', format: 'epoch_millis' }],
    query: { bool: { filter } },
    // A filter after the counting: what can be chosen stays in sight beside what was chosen.
    ...(indices ? { post_filter: inIndices(indices) } : {}),
    aggs: { indices: { terms: { field: '_index', size: 1_000 } } },
    sort: [{ '@timestamp': 'asc' }],
    ...(after === null ? {} : { search_after: [after] }),
  }
}
