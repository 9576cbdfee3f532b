/** Players per chunk of the day passes, in order of first login (measured: larger chunks are not faster and cost memory). */
export const CHUNK_PLAYERS = 4_000
/** Login groups per page of the cohort pass; every page scans the window's logins again. */
export const COHORT_PAGE = 30_000
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
