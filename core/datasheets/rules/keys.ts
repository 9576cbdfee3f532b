import type { RuleError } from './codes.ts'

/** Rows of one key that a message names; the rest is counted. */
const NAMED = 10

/** The first part of a key that is NULL or could not be read, as a finding about its column; null when the key tells rows apart. */
export function keyFault(
  key: readonly (string | null | undefined)[],
  columns: readonly string[],
): { code: RuleError; column: string; params: { column: string } } | null {
  const at = key.findIndex((part) => part == null)
  const column = columns[at]
  return column === undefined ? null : { code: 'key_blank', column, params: { column } }
}

/** Params of `key_duplicate`, one finding for all rows of a key: their cells in the order in which they were read, e.g. `Items.xlsx / Material / A12`. */
export function duplicateKeyParams(places: readonly string[]): { places: string; count: number } {
  const more = places.length > NAMED ? ', …' : ''
  return { places: places.slice(0, NAMED).join(', ') + more, count: places.length }
}
