export type Share = { hits: number; total: number }
/** `difference` is b's share less a's, in -1..1; `p` is of two sides. */
export type Comparison = { difference: number; z: number; p: number }

/** Where the series of erf has lost too many digits and the continued fraction of erfc has won them. */
const TURN = 2.5
const STEPS = 80

function erfSeries(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; n < STEPS; n++) {
    term *= (-x * x) / n
    sum += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

function erfcFraction(x: number): number {
  let tail = 0
  for (let n = STEPS; n > 0; n--) tail = n / 2 / (x + tail)
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + tail))
}

/** Complementary error function of x >= 0, to 12 digits and more. Source: Abramowitz and Stegun 7.1.5 and 7.1.14. */
const erfc = (x: number): number => (x < TURN ? 1 - erfSeries(x) : erfcFraction(x))

/** Chance of a standard normal number at least as far from 0 as `z`, on either side. */
export const twoSided = (z: number): number => erfc(Math.abs(z) / Math.SQRT2)

/**
 * z test of two shares with their pooled variance, `b` against `a`. Null where a group has nobody, or where all or none of
 * both groups are hits: nothing varies, so nothing can be said. Source: NIST/SEMATECH e-Handbook 7.3.3.
 */
export function compareShares(a: Share, b: Share): Comparison | null {
  const total = a.total + b.total
  const hits = a.hits + b.hits
  if (a.total === 0 || b.total === 0 || hits === 0 || hits === total) return null
  const pooled = hits / total
  const difference = b.hits / b.total - a.hits / a.total
  const z = difference / Math.sqrt(pooled * (1 - pooled) * (1 / a.total + 1 / b.total))
  return { difference, z, p: twoSided(z) }
}
