import type { FamilyMapping, LogMapping } from '../mapping.ts'
import type { Range } from '../window.ts'
import { type Dsl, timeFilter } from './filters.ts'

export type Interval = '5m' | '1h' | '1d'
export const intervalMs: Record<Interval, number> = { '5m': 300_000, '1h': 3_600_000, '1d': 86_400_000 }

/** A number read from each group: how to ask for it and where it stands in the answer. Asking null means the group's document count. */
export type Measure = { aggregation: Dsl | null; read: (aggregation: unknown) => number }

/** Documents grouped by (player, time bucket) with the first and the last instant and some measures of each group. */
export type RowsQuery = { filters: readonly Dsl[]; interval: Interval; measures: readonly Measure[] }

/** Which documents: of many players in one range, or of exact (player, range) pairs. */
export type Selection = { uids: readonly string[]; range: Range } | { pairs: readonly { uid: string; range: Range }[] }

/** One group. `values` in the order of the query's measures. */
export type Row = { uid: string; bucket: number; documents: number; min: number; max: number; values: number[] }
export type RowKey = { u: string | number; b: number }

/** Beyond it the cluster refuses the query: each pair is three clauses of the 1,024 that it allows (measured: 341 pass, 400 fail). */
export const PAIRS_PER_REQUEST = 341

function selectionFilters(uid: string, selection: Selection): Dsl[] {
  if ('uids' in selection) return [timeFilter(selection.range), { terms: { [uid]: selection.uids } }]
  const should = selection.pairs.map((pair) => ({ bool: { filter: [{ term: { [uid]: pair.uid } }, timeFilter(pair.range)] } }))
  return [{ bool: { minimum_should_match: 1, should } }]
}

/** Request body for one page of groups. Groups come ordered by player, then bucket. */
export function rowsBody(mapping: LogMapping, query: RowsQuery, selection: Selection, size: number, after: RowKey | null): Dsl {
  const measures = Object.fromEntries(query.measures.flatMap(({ aggregation }, i) => (aggregation ? [[`m${i}`, aggregation]] : [])))
  const sources = [{ u: { terms: { field: mapping.uid } } }, { b: { date_histogram: { field: '@timestamp', fixed_interval: query.interval } } }]
  return {
    size: 0,
    query: { bool: { filter: [...query.filters, ...selectionFilters(mapping.uid, selection)] } },
    aggs: {
      rows: {
        composite: { size, sources, ...(after ? { after } : {}) },
        aggs: { mn: { min: { field: '@timestamp' } }, mx: { max: { field: '@timestamp' } }, ...measures },
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

/** Sum of a body field over the group's documents, inside the nested objects where `body` is nested. */
export function sumMeasure(mapping: FamilyMapping, field: string, filter: Dsl | null): Measure {
  const sum: Dsl = { sum: { field: mapping.fields[field] ?? field } }
  const inner: Dsl = filter ? { filter, aggs: { s: sum } } : sum
  const wrapped: Dsl = mapping.nested ? { nested: { path: 'body' }, aggs: { i: inner } } : inner
  return {
    aggregation: wrapped,
    read: (found) => {
      const unwrapped = mapping.nested ? (found as { i: unknown }).i : found
      return (filter ? (unwrapped as { s: Valued }).s : (unwrapped as Valued)).value
    },
  }
}
