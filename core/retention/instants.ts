import type { Activity } from './definition.ts'
import { DIGITS } from './queries/instants.ts'
import { GAP_MS, type Range } from './window.ts'

/**
 * Reads instants written in digits from the least to the greatest: milliseconds since `fromMs`. The lists lie side by side
 * in one piece of memory: tens of thousands of small ones would leave it full of holes.
 */
export function readInstants(texts: readonly string[], digits: number, fromMs: number): Float64Array[] {
  const { base, first } = DIGITS
  const all = new Float64Array(texts.reduce((sum, text) => sum + Math.floor(text.length / digits), 0))
  let next = 0
  return texts.map((text) => {
    const begin = next
    for (let end = digits; end <= text.length; end += digits) {
      let offset = 0
      for (let at = end - 1; at >= end - digits; at--) offset = offset * base + text.charCodeAt(at) - first
      all[next++] = fromMs + offset
    }
    return all.subarray(begin, next)
  })
}

/** How many of the instants lie in a half-open range. */
export function countWithin(instants: Float64Array, { from, to }: Range): number {
  let count = 0
  for (const at of instants) if (at >= from && at < to) count++
  return count
}

/** Those instants of several lists that lie in a half-open range, in order: valid until the next call, which takes the same memory. */
export function mergerWithin(): (lists: readonly Float64Array[], range: Range) => Float64Array {
  let memory = new Float64Array(1024)
  return (lists, range) => {
    const most = lists.reduce((sum, list) => sum + list.length, 0)
    if (most > memory.length) memory = new Float64Array(most * 2)
    let end = 0
    for (const list of lists) for (const at of list) if (at >= range.from && at < range.to) memory[end++] = at
    return memory.subarray(0, end).sort()
  }
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

/** The first and the last of the instants that lie in a half-open range; null when none does. */
export function boundsWithin(lists: readonly Float64Array[], { from, to }: Range): { min: number; max: number } | null {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const list of lists) {
    for (const at of list) {
      if (at < from || at >= to) continue
      min = Math.min(min, at)
      max = Math.max(max, at)
    }
  }
  return min > max ? null : { min, max }
}
