/** From so many players on a column is megabytes. */
const MANY = 100_000

/**
 * Gives memory back before whole columns are held. They lie outside of the heap, where what is no longer needed would wait
 * for a collection that only a growing heap makes due. Workers are started with `--expose-gc`; without it nothing happens.
 */
export function letGo(players: number): void {
  if (players >= MANY) globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
