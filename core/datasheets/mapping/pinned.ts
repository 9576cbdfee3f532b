import type { Condition } from '#core/condition/condition.ts'

const textOf = (value: string | number | boolean): string => (typeof value === 'boolean' ? String(Number(value)) : String(value))

/**
 * The columns that a condition leaves one value only, with that value as it is written there; null is NULL. An empty text is left out: as the
 * cell of a sheet it would be a blank, which the mapping gives another meaning.
 */
export function pinnedBy(condition: Condition): Map<string, string | null> {
  if ('all' in condition) return new Map(condition.all.flatMap((part) => [...pinnedBy(part)]))
  if ('not' in condition || 'any' in condition) return new Map()
  if (condition.op === 'is_null') return new Map([[condition.left, null]])
  if (condition.op !== 'eq' && condition.op !== 'in') return new Map()
  const [value = '', ...others] = new Set([condition.right].flat().map(textOf))
  return value === '' || others.length ? new Map() : new Map([[condition.left, value]])
}
