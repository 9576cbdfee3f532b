import type { Condition } from '#core/condition/condition.ts'

const textOf = (value: string | number | boolean): string => (typeof value === 'boolean' ? String(Number(value)) : String(value))

/** The columns that a condition leaves one value only, with that value as it is written there; null is NULL. */
export function pinnedBy(condition: Condition): Map<string, string | null> {
  if ('all' in condition) return new Map(condition.all.flatMap((part) => [...pinnedBy(part)]))
  if ('not' in condition || 'any' in condition) return new Map()
  if (condition.op === 'is_null') return new Map([[condition.left, null]])
  if (condition.op === 'eq') return new Map([[condition.left, textOf(condition.right)]])
  if (condition.op !== 'in' || new Set(condition.right).size > 1) return new Map()
  return new Map(condition.right.slice(0, 1).map((value) => [condition.left, textOf(value)]))
}
