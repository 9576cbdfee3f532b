export const DAY_MS = 86_400_000
/** Gaps up to and including this one count as activity, unless an analysis says otherwise. */
export const GAP_MS = 300_000
const WIDEST_BUCKET_MS = 3_600_000

/** Width of an activity bucket, in whole seconds as `gapMs` is. The fold is exact only while it is not wider than the gap. */
export const bucketOf = (gapMs: number): number => Math.min(gapMs, WIDEST_BUCKET_MS)

export const LONGEST_WINDOW_DAYS = 92

/** Milliseconds since the epoch, half-open: [from, to). */
export type Range = { from: number; to: number }

/** Day `day` of a player: 24 h counted from the first login, exact to the millisecond. Day 0 begins with the login itself. */
export const dayOf = (firstMs: number, day: number): Range => ({ from: firstMs + day * DAY_MS, to: firstMs + (day + 1) * DAY_MS })

export const within = (at: number, range: Range): boolean => at >= range.from && at < range.to

/** Whether day `day` of a player was over at `atMs`. */
export const isOver = (firstMs: number, day: number, atMs: number): boolean => dayOf(firstMs, day).to <= atMs

/** The part of [from, to) that lies in both; null when there is none. */
export function overlap(a: Range, b: Range): Range | null {
  const from = Math.max(a.from, b.from)
  const to = Math.min(a.to, b.to)
  return from < to ? { from, to } : null
}

export type WindowFault = 'window_reversed' | 'window_in_future' | 'window_too_long'

/**
 * Why first logins in `window` cannot be analysed at `nowMs`; null when they can. An empty window counts as reversed;
 * one that has begun and is not over shows who came so far.
 */
export function windowFault(window: Range, nowMs: number): WindowFault | null {
  if (window.from >= window.to) return 'window_reversed'
  if (window.from >= nowMs) return 'window_in_future'
  if (window.to - window.from > LONGEST_WINDOW_DAYS * DAY_MS) return 'window_too_long'
  return null
}
