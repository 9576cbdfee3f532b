import { baseColumns, defaultMetrics, type Metric, RETENTION_METRIC } from './metrics.ts'

export const METRIC_NAME = /^[a-z][a-z0-9_]{0,62}$/
/** Longest window after the first login, in days. */
export const LAST_DAY = 91
/** Most columns that one analysis computes. */
export const MOST_METRICS = 60

/** Names of the columns that every sheet has. */
export const isReserved = (name: string): boolean => baseColumns.some((column) => column === name)

export const isBuiltIn = (name: string): boolean => defaultMetrics.some((metric) => metric.name === name)

export type MetricFault = 'metric_name_reserved' | 'metric_window_empty'

/** Why a metric cannot be kept; null when it can. What is malformed never comes this far. */
export function metricFault({ name, window }: Pick<Metric, 'name' | 'window'>): MetricFault | null {
  if (isReserved(name)) return 'metric_name_reserved'
  return window.fromDay < window.toDay ? null : 'metric_window_empty'
}

/**
 * The metrics of a new analysis from those of the catalogue that are in use, in its order: those named, or all of them. The
 * one from which a sheet tells who came back is always among them. `unknown` are names that are not in use.
 */
export function chooseMetrics<M extends { name: string }>(inUse: readonly M[], names: readonly string[] | null): { chosen: M[]; unknown: string[] } {
  if (names === null) return { chosen: [...inUse], unknown: [] }
  const wanted = new Set([RETENTION_METRIC, ...names])
  return {
    chosen: inUse.filter(({ name }) => wanted.has(name)),
    unknown: names.filter((name) => !inUse.some((metric) => metric.name === name)),
  }
}

/** The catalogue's order: the nine as the sheet has them, then the others as they were added. */
export function inCatalogueOrder<M extends { name: string; addedAt: number }>(metrics: readonly M[]): M[] {
  const place = ({ name }: M): number => {
    const at = defaultMetrics.findIndex((metric) => metric.name === name)
    return at < 0 ? defaultMetrics.length : at
  }
  return metrics.toSorted((a, b) => place(a) - place(b) || a.addedAt - b.addedAt || (a.name < b.name ? -1 : 1))
}
