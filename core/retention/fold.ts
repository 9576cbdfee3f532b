import type { Activity } from './definition.ts'
import type { Row } from './queries/rows.ts'
import { GAP_MS, overlap, type Range } from './window.ts'

export type Placed = 'outside' | 'inside' | 'straddles'

/** Where a group lies against a half-open range, by its first and last instant alone. */
export function place(row: { min: number; max: number }, range: Range): Placed {
  if (row.max < range.from || row.min >= range.to) return 'outside'
  return row.min >= range.from && row.max < range.to ? 'inside' : 'straddles'
}

/** What to ask again of a group that straddles: the part of its bucket inside the range. */
export function exactPart(row: { bucket: number }, bucketMs: number, range: Range): Range {
  const part = overlap({ from: row.bucket, to: row.bucket + bucketMs }, range)
  if (!part) throw new Error('a group that straddles a range has a part inside it')
  return part
}

/**
 * Active milliseconds of one player: the sum of the gaps of at most `gapMs` between consecutive events, from the first and
 * last instant of each bucket in order of time. Exact because no gap inside a bucket can be longer than the limit while the
 * bucket is not wider than it, so the gaps inside add up to max - min. Rows must lie inside the player's day (see `place`).
 * A maximal chain of such gaps is one continuous session: it counts for at most `sessionCapMs`, in full when that is null.
 */
export function activeMs(rows: readonly { min: number; max: number }[], { gapMs, sessionCapMs }: Activity = { gapMs: GAP_MS, sessionCapMs: null }): number {
  const cap = sessionCapMs ?? Number.POSITIVE_INFINITY
  let active = 0
  let began = 0
  let previous: number | null = null
  for (const row of rows) {
    if (previous === null || row.min - previous > gapMs) {
      if (previous !== null) active += Math.min(previous - began, cap)
      began = row.min
    }
    previous = row.max
  }
  return previous === null ? 0 : active + Math.min(previous - began, cap)
}

/**
 * Whether a group proves that something happened in a range of whole days. Its first and last instant tell exactly when the
 * bucket is a day wide: it then holds one of the range's bounds at most.
 */
export const touches = (row: { min: number; max: number }, range: Range): boolean =>
  (row.min >= range.from && row.min < range.to) || (row.max >= range.from && row.max < range.to)

/** Splits groups of many players into those to fold and those to ask again. `rangeOf` gives the player's range, undefined for a player who is not asked about. */
export function sortOut(rows: readonly Row[], rangeOf: (uid: string) => Range | undefined): { inside: Row[]; straddling: Row[] } {
  const inside: Row[] = []
  const straddling: Row[] = []
  for (const row of rows) {
    const range = rangeOf(row.uid)
    const placed = range ? place(row, range) : 'outside'
    if (placed === 'inside') inside.push(row)
    else if (placed === 'straddles') straddling.push(row)
  }
  return { inside, straddling }
}
