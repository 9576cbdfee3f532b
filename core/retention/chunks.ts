/** Players per block of a stored sheet. */
export const BLOCK_PLAYERS = 4_000
/** Players of the first chunk of the day passes; what follows depends on what it took (see nextChunk). */
export const CHUNK_PLAYERS = 4_000
/** Login groups per page of the cohort pass; every page scans the window's logins again. */
export const COHORT_PAGE = 20_000
/** Groups per page of the day passes: the cluster counts 65,536 as too many. */
export const ROWS_PAGE = 65_535

/** `list` cut into pieces of `size`; the last may be shorter. */
export function pieces<T>(list: readonly T[], size: number): T[][] {
  const cut: T[][] = []
  for (let i = 0; i < list.length; i += size) cut.push(list.slice(i, i + size))
  return cut
}

/** `list` in `count` pieces of nearly the same length, none of them empty. */
export const parts = <T>(list: readonly T[], count: number): T[][] => pieces(list, Math.max(1, Math.ceil(list.length / Math.max(1, count))))

/**
 * What a chunk cost: its slowest request by the cluster's clock, the most documents that one of its requests visited, and
 * whether the cluster asked for less at a time.
 */
export type ChunkCost = { players: number; slowestMs: number; mostDocuments: number; refused: boolean }

/** What a request should stay below, and what is too long: others wait for the cluster as well. */
const QUICK_MS = 1_000
const SLOW_MS = 2_000
const LEAST_CHUNK = 250
/** Larger ones save little more time and cost memory. */
const MOST_CHUNK = 6_000
const ONE_STEP = 2_000
/** Documents that a request may visit: answers of some 2 MB. */
const MOST_DOCUMENTS = 250_000

/**
 * Players of a chunk to begin when the last one was to have `size` and `cost` is known of one before: a step more after
 * quick requests that found little, half after slow or refused ones (additive increase, multiplicative decrease).
 */
export function nextChunk(size: number, { players, slowestMs, mostDocuments, refused }: ChunkCost): number {
  if (refused || slowestMs > SLOW_MS) return Math.max(LEAST_CHUNK, Math.min(size, players >> 1))
  const more = Math.min(MOST_CHUNK, size + ONE_STEP)
  // What a smaller chunk took says nothing about a larger one.
  const mayGrow = players >= size && slowestMs < QUICK_MS && mostDocuments * more <= MOST_DOCUMENTS * players
  return mayGrow ? Math.max(size, more) : size
}
