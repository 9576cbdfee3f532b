import type { Metric } from './metrics.ts'

/** Columns by which the catalogue may be sorted; without one it stands in the order of the sheet's columns. */
export const metricSorts = ['name', 'label', 'family', 'version', 'author', 'createdAt'] as const
type Sort = (typeof metricSorts)[number]

type Listed = Metric & { version: number; active: boolean; author: string | null; createdAt: string }
export type MetricFilter = { q?: string | undefined; family?: string | undefined; state?: 'on' | 'off' | undefined }

const fieldsRead = ({ where, rule, subject }: Metric): string[] => [
  ...where.map(({ field }) => field),
  ...('field' in rule ? [rule.field] : []),
  ...(subject === null ? [] : [subject]),
]

/** Text is looked for in names, labels, families and fields, whatever the case of its letters. */
function isFound(metric: Listed, { q = '', family, state }: MetricFilter): boolean {
  const text = q.toLowerCase()
  const words = [metric.name, metric.label, metric.family, ...fieldsRead(metric)]
  return (
    words.some((word) => word.toLowerCase().includes(text)) &&
    (family === undefined || metric.family === family) &&
    (state === undefined || metric.active === (state === 'on'))
  )
}

const compare = (a: string | number | null, b: string | number | null): number => {
  if (a === b) return 0
  // Who is not known comes first, as in the database.
  if (a === null || b === null) return a === null ? -1 : 1
  return a < b ? -1 : 1
}

const isSort = (name: string): name is Sort => metricSorts.some((sort) => sort === name)

/** The metrics that are looked for, in the order of `sort` (a column, with a leading `-` for descending), else in that of `items`. */
export function findInCatalogue<M extends Listed>(items: readonly M[], filter: MetricFilter, sort?: string): M[] {
  const found = items.filter((metric) => isFound(metric, filter))
  const by = sort?.replace(/^-/, '') ?? ''
  if (!isSort(by)) return found
  const sign = sort?.startsWith('-') ? -1 : 1
  return found.sort((a, b) => sign * compare(a[by], b[by]) || compare(a.name, b.name))
}
