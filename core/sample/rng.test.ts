import { describe, expect, it } from 'vitest'
import { rngOf } from '#core/sample/rng.ts'

const draws = (seed: number, stream: number, count: number): number[] => {
  const rng = rngOf(seed, stream)
  return Array.from({ length: count }, () => rng.next())
}

describe('rngOf', () => {
  it('gives the same numbers for the same seed and stream, others for another', () => {
    expect(draws(1, 2, 8)).toEqual(draws(1, 2, 8))
    expect(draws(1, 2, 8)).not.toEqual(draws(1, 3, 8))
    expect(draws(1, 2, 8)).not.toEqual(draws(2, 2, 8))
    expect(draws(1, 2, 8)).not.toEqual(draws(2, 1, 8))
  })

  it('gives neighbouring streams different first numbers', () => {
    const first = new Set(Array.from({ length: 50_000 }, (_, stream) => draws(1, stream, 1)[0]))
    // By the birthday paradox 50,000 draws of 32 bits collide 0.3 times on average.
    expect(first.size).toBeGreaterThan(49_990)
  })

  it('is spread evenly', () => {
    const rng = rngOf(5, 5)
    const counts = new Array<number>(10).fill(0)
    for (let n = 0; n < 100_000; n++) {
      const bin = rng.below(10)
      counts[bin] = (counts[bin] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })

  it('follows weights, and a median', () => {
    const rng = rngOf(9, 1)
    const chosen = Array.from({ length: 10_000 }, () => rng.weighted([1, 0, 3]))
    expect(chosen.includes(1)).toBe(false)
    expect(Math.abs(chosen.filter((index) => index === 2).length - 7_500)).toBeLessThan(250)
    const lengths = Array.from({ length: 9_999 }, () => rng.logNormal(100, 0.5)).sort((a, b) => a - b)
    expect(Math.abs((lengths[4_999] ?? 0) - 100)).toBeLessThan(5)
  })
})
