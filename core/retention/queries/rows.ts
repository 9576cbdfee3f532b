import type { FamilyMapping, LogMapping } from '../mapping.ts'
import type { Condition } from '../metrics.ts'
import type { Range } from '../window.ts'
import { conditionsFilter, type Dsl, documentFilter, inOwn, isInBody, timeFilter } from './filters.ts'

/** A number read from each group: how to ask for it and where it stands in the answer. Asking null means the group's document count. */
export type Measure = { aggregation: Dsl | null; read: (aggregation: unknown) => number }

/**
 * Documents grouped by (player, time bucket of so many whole seconds) with the first and the last instant and some measures
 * of each group. With `other` they are grouped by that field as well. With `unbounded` the instants are left out, which
 * costs half: whoever asks knows them.
 */
export type RowsQuery = { filters: readonly Dsl[]; intervalMs: number; measures: readonly Measure[]; other?: string; unbounded?: boolean }

/** Which documents: of many players in one range, or of exact (player, range) pairs. */
export type Selection = { uids: readonly string[]; range: Range } | { pairs: readonly Pair[] }
export type Pair = { uid: string; other?: string | null; range: Range }

/** One group. `values` in the order of the query's measures. */
export type Row = { uid: string; other?: string | null; bucket: number; documents: number; min: number; max: number; values: number[] }
export type RowKey = { u: string | number; o?: string | number | null; b: number }

/** Beyond it the cluster refuses the query: each pair is three clauses of the 1,024 that it allows (measured: 341 pass, 400 fail). */
export const PAIRS_PER_REQUEST = 341
/** The same where each pair names another field as well, by a value or by its absence: five clauses at most. */
export const OTHER_PAIRS_PER_REQUEST = 200

const otherFilter = (field: string, value: string | null): Dsl =>
  value === null ? { bool: { must_not: [{ exists: { field } }] } } : { term: { [field]: value } }

function selectionFilters(uid: string, other: string | undefined, selection: Selection): Dsl[] {
  if ('uids' in selection) return [timeFilter(selection.range), { terms: { [uid]: selection.uids } }]
  const should = selection.pairs.map((pair) => {
    const also = other === undefined || pair.other === undefined ? [] : [otherFilter(other, pair.other)]
    return { bool: { filter: [{ term: { [uid]: pair.uid } }, ...also, timeFilter(pair.range)] } }
  })
  return [{ bool: { minimum_should_match: 1, should } }]
}

const bounds: Dsl = { mn: { min: { field: '@timestamp' } }, mx: { max: { field: '@timestamp' } } }

/** Request body for one page of groups. Groups come ordered by player, then bucket. */
export function rowsBody(mapping: LogMapping, query: RowsQuery, selection: Selection, size: number, after: RowKey | null): Dsl {
  const measures = Object.fromEntries(query.measures.flatMap(({ aggregation }, i) => (aggregation ? [[`m${i}`, aggregation]] : [])))
  const sources = [
    { u: { terms: { field: mapping.uid } } },
    ...(query.other === undefined ? [] : [{ o: { terms: { field: query.other, missing_bucket: true } } }]),
    { b: { date_histogram: { field: '@timestamp', fixed_interval: `${query.intervalMs / 1000}s` } } },
  ]
  return {
    size: 0,
    query: { bool: { filter: [...query.filters, ...selectionFilters(mapping.uid, query.other, selection)] } },
    aggs: {
      rows: {
        composite: { size, sources, ...(after ? { after } : {}) },
        aggs: { ...(query.unbounded ? {} : bounds), ...measures },
      },
    },
  }
}

type Counted = { doc_count: number }
type Valued = { value: number }

/** Documents of the group that pass `filter`; all of them when it is null. */
export const countMeasure = (filter: Dsl | null): Measure => ({
  aggregation: filter ? { filter } : null,
  read: (found) => (found as Counted).doc_count,
})

/** Walks into the answer of nested aggregations. */
const stepInto = (found: unknown, names: readonly string[]): unknown => names.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], found)

/**
 * Sum of a field over the group's documents that meet `where`: inside the nested objects where the field is in a nested
 * body, and then of the objects that meet the conditions on the body.
 */
export function sumMeasure(mapping: FamilyMapping, field: string, where: readonly Condition[]): Measure {
  const sum: Dsl = { sum: { field: mapping.fields[field] ?? field } }
  const inObjects = mapping.nested && isInBody(field)
  const ownConditions = inObjects ? where.filter((one) => isInBody(one.field)) : where
  const inner = inObjects ? conditionsFilter(mapping, ownConditions) : documentFilter(mapping, where)
  const outer = inObjects
    ? conditionsFilter(
        mapping,
        where.filter((one) => !isInBody(one.field)),
      )
    : null
  const own = (filter: Dsl): Dsl => inOwn(mapping.indices, filter)
  const summed: Dsl = inner ? { filter: own(inner), aggs: { s: sum } } : sum
  const objects: Dsl = inObjects ? { nested: { path: 'body' }, aggs: { i: summed } } : summed
  const path = [...(outer ? ['d'] : []), ...(inObjects ? ['i'] : []), ...(inner ? ['s'] : [])]
  return {
    aggregation: outer ? { filter: own(outer), aggs: { d: objects } } : objects,
    read: (found) => (stepInto(found, path) as Valued).value,
  }
}
