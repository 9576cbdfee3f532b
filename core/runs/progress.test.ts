import { describe, expect, it } from 'vitest'
import { estimate, keepRecent } from '#core/runs/progress.ts'

describe('estimate', () => {
  it('is unknown without two samples half a second apart', () => {
    expect(estimate([], 10)).toEqual({ rate: null, etaMs: null })
    expect(estimate([{ atMs: 0, done: 0 }], 10)).toEqual({ rate: null, etaMs: null })
    expect(
      estimate(
        [
          { atMs: 0, done: 0 },
          { atMs: 499, done: 5 },
        ],
        10,
      ),
    ).toEqual({ rate: null, etaMs: null })
  })
  it('divides what is left by the rate', () => {
    const samples = [
      { atMs: 1_000, done: 10 },
      { atMs: 3_000, done: 50 },
    ]
    expect(estimate(samples, 250)).toEqual({ rate: 20, etaMs: 10_000 })
    expect(estimate(samples, null)).toEqual({ rate: 20, etaMs: null })
    expect(estimate(samples, 40)).toEqual({ rate: 20, etaMs: 0 })
  })
  it('a standstill has rate 0 and no end', () => {
    const samples = [
      { atMs: 0, done: 10 },
      { atMs: 9_000, done: 10 },
    ]
    expect(estimate(samples, 20)).toEqual({ rate: 0, etaMs: null })
  })
})

describe('keepRecent', () => {
  it('keeps one sample before the last 60 s', () => {
    const samples = [0, 10, 20, 70, 80].map((second) => ({ atMs: second * 1000, done: second }))
    expect(keepRecent(samples, 81_000).map((sample) => sample.done)).toEqual([20, 70, 80])
    expect(keepRecent(samples, 30_000)).toHaveLength(5)
    expect(keepRecent([], 5)).toEqual([])
  })
})
