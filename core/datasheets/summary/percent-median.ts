/** So many percentages are kept one by one; then they become a histogram. */
const KEPT = 4096
/** A bin of the histogram holds ratios within 0.1 % of each other. */
const BIN = Math.log(1.001)
/** Ratios beyond a millionth and a million share the outermost bins. */
const OUTERMOST = Math.ceil(Math.log(1e6) / BIN)
/** Percentages that differ by no more than this are said to be one, because games round their numbers. */
const SAME_WITHIN = 0.05

const ratioOf = (percent: number): number => 1 + percent / 100
const binOf = (percent: number): number => {
  const ratio = ratioOf(percent)
  return ratio <= 0 ? -OUTERMOST : Math.max(-OUTERMOST, Math.min(OUTERMOST, Math.round(Math.log(ratio) / BIN)))
}
const percentOf = (bin: number): number => (bin === -OUTERMOST ? -100 : (Math.exp(bin * BIN) - 1) * 100)
const rounded = (percent: number): number => Math.round(percent * 100) / 100 || 0

export type PercentMedian = {
  add: (percent: number) => void
  /** To two digits after the point; null when nothing was added. */
  median: () => number | null
  /** Whether all are one percentage, but for rounding. */
  uniform: () => boolean
}

/**
 * The median of percentages, each -100 or more. Exact for the first 4,096; beyond that within 0.1 % of the ratio that it stands for. Remembers 32 KB
 * at most before, some 28,000 counts after.
 */
export function percentMedian(): PercentMedian {
  let kept: number[] | null = []
  let count = 0
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const bins = new Map<number, number>()
  const toBin = (percent: number) => bins.set(binOf(percent), (bins.get(binOf(percent)) ?? 0) + 1)
  const ofKept = (all: readonly number[]): number => {
    const sorted = all.toSorted((a, b) => a - b)
    const middle = sorted.length >> 1
    return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
  }
  const ofBins = (): number => {
    let before = 0
    for (const [bin, held] of [...bins].sort(([a], [b]) => a - b)) {
      before += held
      if (before * 2 >= count) return percentOf(bin)
    }
    return 0
  }
  return {
    add: (percent) => {
      count++
      least = Math.min(least, percent)
      most = Math.max(most, percent)
      if (kept === null) toBin(percent)
      else if (kept.push(percent) >= KEPT) {
        for (const one of kept) toBin(one)
        kept = null
      }
    },
    median: () => (count === 0 ? null : rounded(most - least <= SAME_WITHIN ? (least + most) / 2 : kept === null ? ofBins() : ofKept(kept))),
    uniform: () => count > 0 && most - least <= SAME_WITHIN,
  }
}
