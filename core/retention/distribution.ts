import type { Numbers } from './columns/numbers.ts'
import { ACTIVE } from './columns/sheet.ts'

export type Bin = { from: number; to: number; players: number }
export type Spread = {
  players: number
  unknown: number
  min: number | null
  max: number | null
  mean: number | null
  median: number | null
  /** Without holes: from <= value < to, the last one through `to`. */
  bins: Bin[]
}

/** Bounds for active seconds: a day in steps that widen. */
const activeBounds = [0, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1_440].map((minutes) => minutes * 60)
/** Whole numbers that spread no further than this have a bin each. */
const FEW = 20
const LARGEST = 1e15

/** The known values in ascending order. */
export function knownSorted({ values, known }: Numbers): Float64Array {
  const found = new Float64Array(values.length)
  let count = 0
  for (let row = 0; row < values.length; row++) if (known?.[row] !== 0) found[count++] = values[row] as number
  return found.subarray(0, count).sort()
}

/** The middle of ascending values, the mean of two where there are two; null for none. */
export function medianOf(sorted: Float64Array): number | null {
  const half = sorted.length >> 1
  const upper = sorted[half]
  if (upper === undefined) return null
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2
}

/** 0, 1, 2, 5, 10, 20, 50 ... until beyond `most`. */
function steps(most: number): number[] {
  const bounds = [0, 1]
  for (let power = 1; (bounds.at(-1) as number) <= most && power < LARGEST; power *= 10) bounds.push(2 * power, 5 * power, 10 * power)
  const beyond = bounds.findIndex((bound) => bound > most)
  return beyond === -1 ? [...bounds, most] : bounds.slice(0, beyond + 1)
}

function boundsOf(name: string, sorted: Float64Array): number[] {
  const [min, max] = [sorted[0], sorted.at(-1)]
  if (min === undefined || max === undefined) return []
  if (name === ACTIVE) {
    const beyond = activeBounds.findIndex((bound) => bound > max)
    return beyond === -1 ? [...activeBounds, max + 1] : activeBounds.slice(0, Math.max(1, beyond) + 1)
  }
  if (max - min <= FEW && sorted.every(Number.isInteger)) return Array.from({ length: max - min + 2 }, (_, i) => min + i)
  const below =
    min < 0
      ? steps(-min)
          .slice(1)
          .map((bound) => -bound)
      : []
  return [...below.reverse(), ...steps(Math.max(0, max))]
}

/** How the players are spread over the values of the column `name`, which decides on the bins; their number is bounded. */
export function distribute(name: string, column: Numbers): Spread {
  const sorted = knownSorted(column)
  const bounds = boundsOf(name, sorted)
  const bins: Bin[] = bounds.slice(1).map((to, i) => ({ from: bounds[i] as number, to, players: 0 }))
  let at = 0
  for (const value of sorted) {
    while (at < bins.length - 1 && value >= (bins[at] as Bin).to) at++
    const bin = bins[at]
    if (bin) bin.players++
  }
  return {
    players: sorted.length,
    unknown: column.values.length - sorted.length,
    min: sorted[0] ?? null,
    max: sorted.at(-1) ?? null,
    mean: sorted.length === 0 ? null : sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    median: medianOf(sorted),
    bins,
  }
}
