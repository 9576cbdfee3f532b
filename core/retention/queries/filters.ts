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

export const isInBody = (field: string): boolean => field.startsWith('body.')

const fieldName = (mapping: FamilyMapping, field: string): string => mapping.fields[field] ?? field

/**
 * A query that only shards of these indices look at. Others may hold a body that is not nested, or a field of another type,
 * and would refuse the whole search; with a filter beside it that holds for none of their documents they never read it.
 */
export const inOwn = (indices: readonly string[], query: Dsl): Dsl => ({ bool: { filter: [inIndices(indices), query] } })

/** Indices of other families may have no body at all: without `ignore_unmapped` their shards refuse the whole query. */
export const inNested = (indices: readonly string[], query: Dsl): Dsl => inOwn(indices, { nested: { path: 'body', query, ignore_unmapped: true } })

const inBody = (mapping: FamilyMapping, query: Dsl): Dsl => (mapping.nested ? inNested(mapping.indices, query) : query)

/** Documents, or the objects of a nested body, that meet all `conditions`; null when there are none to meet. */
export function conditionsFilter(mapping: FamilyMapping, conditions: readonly Condition[]): Dsl | null {
  if (conditions.length === 0) return null
  return { bool: { filter: conditions.map(({ field, equals }) => ({ term: { [fieldName(mapping, field)]: equals } })) } }
}

/** Documents that meet all `conditions`, those on the body in one and the same object of it; null when there are none to meet. */
export function documentFilter(mapping: FamilyMapping, conditions: readonly Condition[]): Dsl | null {
  const inside = conditionsFilter(
    mapping,
    conditions.filter(({ field }) => isInBody(field)),
  )
  const outside = conditionsFilter(
    mapping,
    conditions.filter(({ field }) => !isInBody(field)),
  )
  if (inside && outside) return { bool: { filter: [outside, inBody(mapping, inside)] } }
  return inside ? inBody(mapping, inside) : outside
}

/** Documents that name one of `values` in `field`. */
export function fieldTerms(mapping: FamilyMapping, field: string, values: readonly string[]): Dsl {
  const terms = { terms: { [fieldName(mapping, field)]: values } }
  return isInBody(field) ? inBody(mapping, terms) : terms
}
