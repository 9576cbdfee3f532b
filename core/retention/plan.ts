import type { FamilyMapping, LogMapping } from './mapping.ts'
import type { Metric } from './metrics.ts'
import { bodyFilter, type Dsl, inIndices } from './queries/filters.ts'
import { countMeasure, type Measure, type RowsQuery, sumMeasure } from './queries/rows.ts'

/** Metrics answered by one groups request per chunk: same family, same day. `query.measures[i]` is `metrics[i]`. */
export type RowsPass = { family: string; day: 0 | 1; any: boolean; metrics: readonly string[]; query: RowsQuery }
/** A metric counted from documents that name the player in their body. */
export type SubjectPass = { metric: string; day: 0 | 1; subject: string; mapping: FamilyMapping; where: Dsl | null }
export type Plan = {
  activity: RowsQuery
  rows: readonly RowsPass[]
  subjects: readonly SubjectPass[]
  /** Metrics whose family has no index: their columns stay empty, which is not 0. */
  notCollected: readonly string[]
}

function measureOf(mapping: FamilyMapping, metric: Metric): Measure {
  const filter = bodyFilter(mapping, metric.where)
  if (metric.rule.kind !== 'sum') return countMeasure(filter)
  // Inside the nested aggregation the current document is the body object itself: the conditions go without a nested query.
  return sumMeasure(mapping, metric.rule.field, bodyFilter({ ...mapping, nested: false }, metric.where))
}

function rowsPass(mapping: FamilyMapping, group: readonly Metric[]): RowsPass {
  const [only] = group
  if (!only) throw new Error('a pass has at least one metric')
  const any = group.every((metric) => metric.rule.kind === 'any')
  const alone = group.length === 1 && only.rule.kind !== 'sum' ? bodyFilter(mapping, only.where) : null
  const filters = [inIndices(mapping.indices), ...(alone ? [alone] : [])]
  const measures = alone ? [countMeasure(null)] : group.map((metric) => measureOf(mapping, metric))
  // A day-wide bucket holds one bound of a day at most, so first and last instant decide; narrower ones keep repairs of counts rare.
  return { family: only.family, day: only.day, any, metrics: group.map((metric) => metric.name), query: { filters, interval: any ? '1d' : '1h', measures } }
}

function grouped(list: readonly Metric[]): Metric[][] {
  const groups = Map.groupBy(list, (metric) => JSON.stringify([metric.family, metric.day, metric.rule.kind === 'any']))
  return [...groups.values()]
}

/** Turns metrics into as few passes as the mapping allows. */
export function planPasses(metrics: readonly Metric[], mapping: LogMapping): Plan {
  const collected = metrics.filter((metric) => mapping.families[metric.family])
  const familyOf = (metric: Metric): FamilyMapping => mapping.families[metric.family] as FamilyMapping
  const own = collected.filter((metric) => metric.subject === null)
  return {
    activity: { filters: [], interval: '5m', measures: [] },
    rows: grouped(own).map((group) => rowsPass(familyOf(group[0] as Metric), group)),
    subjects: collected.flatMap((metric) => {
      if (metric.subject === null) return []
      const family = familyOf(metric)
      return [{ metric: metric.name, day: metric.day, subject: metric.subject, mapping: family, where: bodyFilter(family, metric.where) }]
    }),
    notCollected: metrics.filter((metric) => !mapping.families[metric.family]).map((metric) => metric.name),
  }
}
