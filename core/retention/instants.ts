import type { Activity } from './definition.ts'
import { DIGITS } from './queries/instants.ts'
import { GAP_MS, type Range } from './window.ts'

/** Reads instants written in digits from the least to the greatest: milliseconds since `fromMs`. */
export function readInstants(text: string, digits: number, fromMs: number): Float64Array {
  const { base, first } = DIGITS
  const instants = new Float64Array(text.length / digits)
  for (let i = 0, end = digits; i < instants.length; i++, end += digits) {
    let offset = 0
    for (let at = end - 1; at >= end - digits; at--) offset = offset * base + text.charCodeAt(at) - first
    instants[i] = fromMs + offset
  }
  return instants
}

/** How many of the instants lie in a half-open range. */
export function countWithin(instants: Float64Array, { from, to }: Range): number {
  let count = 0
  for (const at of instants) if (at >= from && at < to) count++
  return count
}

/** Those instants of several lists that lie in a half-open range, in order. */
export function mergeWithin(lists: readonly Float64Array[], range: Range): Float64Array {
  const merged = new Float64Array(lists.reduce((sum, list) => sum + countWithin(list, range), 0))
  let end = 0
  for (const list of lists) for (const at of list) if (at >= range.from && at < range.to) merged[end++] = at
  return merged.sort()
}

/**
 * Active milliseconds of one player from all instants of the day, in order: gaps of at most `gapMs` count; a chain of them
 * for at most `sessionCapMs`, in full when that is null. The same number as `activeMs` of buckets.
 */
export function activeOf(instants: Float64Array, { gapMs, sessionCapMs }: Activity = { gapMs: GAP_MS, sessionCapMs: null }): number {
  const cap = sessionCapMs ?? Number.POSITIVE_INFINITY
  let active = 0
  let began = instants[0] ?? 0
  let previous = began
  for (const at of instants) {
    if (at - previous > gapMs) {
      active += Math.min(previous - began, cap)
      began = at
    }
    previous = at
  }
  return active + Math.min(previous - began, cap)
}
