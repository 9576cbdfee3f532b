import type { Activity } from './definition.ts'
import type { FamilyMapping, LogMapping } from './mapping.ts'
import type { DayWindow, Metric } from './metrics.ts'
import { documentFilter, inIndices, inOwn } from './queries/filters.ts'
import { countMeasure, type Measure, type RowsQuery, sumMeasure } from './queries/rows.ts'
import { bucketOf, DAY_MS } from './window.ts'

/** Metrics answered by one groups request per chunk: same family, same days. `query.measures[i]` is `metrics[i]`. */
export type RowsPass = { family: string; window: DayWindow; any: boolean; metrics: readonly string[]; query: RowsQuery }
/** A metric worked out from the documents themselves: those that name the player in a field, or whose different values count. */
export type DocumentsPass = { metric: Metric; mapping: FamilyMapping }
export type Plan = {
  activity: RowsQuery
  rows: readonly RowsPass[]
  documents: readonly DocumentsPass[]
  /** Metrics whose family has no index: their columns stay empty, which is not 0. */
  notCollected: readonly string[]
}

const HOUR_MS = 3_600_000

function measureOf(mapping: FamilyMapping, { rule, where }: Metric): Measure {
  if (rule.kind === 'sum') return sumMeasure(mapping, rule.field, where)
  const filter = documentFilter(mapping, where)
  return countMeasure(filter && inOwn(mapping.indices, filter))
}

/** A day-wide bucket holds one bound of a range of days at most, so first and last instant decide; narrower ones keep repairs of counts rare. */
const widthOf = (any: boolean, { fromDay, toDay }: DayWindow): number => (any || toDay - fromDay > 2 ? DAY_MS : HOUR_MS)

function rowsPass(mapping: FamilyMapping, group: readonly Metric[]): RowsPass {
  const [only] = group
  if (!only) throw new Error('a pass has at least one metric')
  const any = only.rule.kind === 'any'
  // Yes or no to the same conditions: the group's instants must be those of documents that meet them.
  const isOneCondition = any || (group.length === 1 && only.rule.kind !== 'sum')
  const alone = isOneCondition ? documentFilter(mapping, only.where) : null
  const filters = [inIndices(mapping.indices), ...(alone ? [alone] : [])]
  const measures = group.map((metric) => (alone ? countMeasure(null) : measureOf(mapping, metric)))
  const query = { filters, intervalMs: widthOf(any, only.window), measures }
  return { family: only.family, window: only.window, any, metrics: group.map((metric) => metric.name), query }
}

/** First and last instant of a group say when any of its documents was, not one that meets a condition: each yes or no with its own conditions asks alone. */
function grouped(list: readonly Metric[]): Metric[][] {
  const keyOf = ({ family, window, rule, where }: Metric) => [family, window.fromDay, window.toDay, rule.kind === 'any' ? where : null]
  return [...Map.groupBy(list, (metric) => JSON.stringify(keyOf(metric))).values()]
}

const needsDocuments = ({ subject, rule }: Metric, { unfit = [] }: FamilyMapping): boolean =>
  subject !== null || rule.kind === 'distinct' || (rule.kind === 'sum' && unfit.includes(rule.field))

/** Turns metrics into as few passes as the mapping allows. */
export function planPasses(metrics: readonly Metric[], mapping: LogMapping, activity: Pick<Activity, 'gapMs'>): Plan {
  const collected = metrics.filter((metric) => mapping.families[metric.family])
  const familyOf = (metric: Metric): FamilyMapping => mapping.families[metric.family] as FamilyMapping
  return {
    activity: { filters: [], intervalMs: bucketOf(activity.gapMs), measures: [] },
    rows: grouped(collected.filter((metric) => !needsDocuments(metric, familyOf(metric)))).map((group) => rowsPass(familyOf(group[0] as Metric), group)),
    documents: collected.filter((metric) => needsDocuments(metric, familyOf(metric))).map((metric) => ({ metric, mapping: familyOf(metric) })),
    notCollected: metrics.filter((metric) => !mapping.families[metric.family]).map((metric) => metric.name),
  }
}
