import type { FamilyMapping } from '../mapping.ts'
import type { Condition } from '../metrics.ts'
import type { Range } from '../window.ts'

/** A piece of the query language: plain JSON. */
export type Dsl = { readonly [key: string]: unknown }

/** Bounds are numbers made here, so that every answer belongs to the same instant. */
export const timeFilter = (range: Partial<Range>): Dsl => ({
  range: {
    '@timestamp': { ...(range.from === undefined ? {} : { gte: range.from }), ...(range.to === undefined ? {} : { lt: range.to }), format: 'epoch_millis' },
  },
})

export const inIndices = (indices: readonly string[]): Dsl => ({ terms: { _index: indices } })

const fieldName = (mapping: FamilyMapping, field: string): string => mapping.fields[field] ?? field

/** Indices of other families have no nested body: without `ignore_unmapped` their shards refuse the whole query. */
const inBody = (mapping: FamilyMapping, query: Dsl): Dsl => (mapping.nested ? { nested: { path: 'body', query, ignore_unmapped: true } } : query)

/** Documents with one body object that meets all `conditions`; null when there are none to meet. */
export function bodyFilter(mapping: FamilyMapping, conditions: readonly Condition[]): Dsl | null {
  if (conditions.length === 0) return null
  return inBody(mapping, { bool: { filter: conditions.map(({ field, equals }) => ({ term: { [fieldName(mapping, field)]: equals } })) } })
}

/** Documents whose body names one of `values` in `field`. */
export const bodyTerms = (mapping: FamilyMapping, field: string, values: readonly string[]): Dsl =>
  inBody(mapping, { terms: { [fieldName(mapping, field)]: values } })
