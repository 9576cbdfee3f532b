import { type ComparedAs, literal } from '#core/condition/compared-as.ts'
import type { Comparison, Condition } from '#core/condition/condition.ts'

export type ConditionFault = {
  /** Where it stands in the tree, e.g. `all.0.not`; empty at its root. */
  path: string
  code: 'condition_column' | 'condition_value' | 'condition_type'
  column: string
  /** The value that does not fit; empty where it is not about one. */
  value: string
}

/** The comparisons of a condition, each with its path. */
export function comparisonsOf(condition: Condition, path: readonly (string | number)[] = []): { path: string; comparison: Comparison }[] {
  if ('not' in condition) return comparisonsOf(condition.not, [...path, 'not'])
  if ('all' in condition) return condition.all.flatMap((part, n) => comparisonsOf(part, [...path, 'all', n]))
  if ('any' in condition) return condition.any.flatMap((part, n) => comparisonsOf(part, [...path, 'any', n]))
  return [{ path: path.join('.'), comparison: condition }]
}

/** The values on the right side of a comparison. */
export function valuesOf(comparison: Comparison): readonly (string | number | boolean)[] {
  if (!('right' in comparison)) return []
  return Array.isArray(comparison.right) ? comparison.right : [comparison.right]
}

/** What keeps a condition from being compiled: unknown columns, values that are none of the column's type, types that only `is_null` can ask for. */
export function conditionFaults(condition: Condition, asOf: (column: string) => ComparedAs | null): ConditionFault[] {
  return comparisonsOf(condition).flatMap(({ path, comparison }): ConditionFault[] => {
    const as = asOf(comparison.left)
    const fault = { path, column: comparison.left, value: '' }
    if (as === null) return [{ ...fault, code: 'condition_column' }]
    if (as === 'opaque' && 'right' in comparison) return [{ ...fault, code: 'condition_type' }]
    return valuesOf(comparison).flatMap((value) => (literal(as, value) === null ? [{ ...fault, code: 'condition_value' as const, value: String(value) }] : []))
  })
}
