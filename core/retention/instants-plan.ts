import type { IdentityRule } from './definition.ts'
import type { FamilyMapping, LogMapping } from './mapping.ts'
import type { Metric } from './metrics.ts'
import { type Dsl, documentFilter, inIndices, isInBody } from './queries/filters.ts'

/** Which metrics are told from instants of documents, and how. `rest` needs groups, or the documents themselves. */
export type InstantsPlan = {
  /** Documents of the first day without a condition: they are among the events that active time is read from. */
  counted: readonly { metric: Metric; indices: ReadonlySet<string> }[]
  /** Documents found by the player's own identity, or by another field outside a nested body. */
  asked: readonly { metric: Metric; filters: readonly Dsl[]; field: string | null }[]
  /** Documents whose nested body names the player. */
  named: readonly { metric: Metric; mapping: FamilyMapping }[]
  rest: readonly Metric[]
}

/** Instants say when, so they answer how many documents there were and whether there was one. */
const isOfInstants = ({ rule, subject, where }: Metric): boolean =>
  (rule.kind === 'documents' || rule.kind === 'any') && (subject === null || where.length === 0)

/** By uid or account every document is one player's. By either of them nothing but whom a document names is told from instants. */
export function planInstants(metrics: readonly Metric[], mapping: LogMapping, identity: IdentityRule): InstantsPlan {
  const plan = { counted: [], asked: [], named: [], rest: [] } as { -readonly [Part in keyof InstantsPlan]: InstantsPlan[Part][number][] }
  for (const metric of metrics) {
    const { subject, where, window } = metric
    const family = mapping.families[metric.family]
    const isUnfit = subject !== null && family?.unfit?.includes(subject)
    if (!family || isUnfit || !isOfInstants(metric) || (identity === 'either' && subject === null)) plan.rest.push(metric)
    else if (subject !== null && family.nested && isInBody(subject)) plan.named.push({ metric, mapping: family })
    else if (subject === null && where.length === 0 && identity === 'uid' && window.fromDay === 0 && window.toDay === 1)
      plan.counted.push({ metric, indices: new Set(family.indices) })
    else {
      const condition = documentFilter(family, where)
      const filters = [inIndices(family.indices), ...(condition ? [condition] : [])]
      plan.asked.push({ metric, filters, field: subject === null ? null : (family.fields[subject] ?? subject) })
    }
  }
  return plan
}
