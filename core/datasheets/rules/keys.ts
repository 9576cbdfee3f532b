/** Rows of one key that a message names; the rest is counted. */
const NAMED = 10

/** Params of `key_duplicate`, one finding for all rows of a key: their cells in the order in which they were read, e.g. `Items.xlsx / Material / A12`. */
export function duplicateKeyParams(places: readonly string[]): { places: string; count: number } {
  const more = places.length > NAMED ? ', …' : ''
  return { places: places.slice(0, NAMED).join(', ') + more, count: places.length }
}
