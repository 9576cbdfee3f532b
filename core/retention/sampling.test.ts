import { expect, it } from 'vitest'
import { sampleRank } from './sampling.ts'

it('is the same for ever', () => {
  expect([sampleRank('player-1'), sampleRank('가나'), sampleRank('')]).toEqual([3093301689785084, 1342373176161084, 4077040315056680])
  expect(Number.isSafeInteger(sampleRank('player-1'))).toBe(true)
})

it('spreads players evenly, whatever their ids look like', () => {
  const counts = new Array<number>(10).fill(0)
  for (let i = 0; i < 20_000; i++) {
    const tenth = Math.floor((sampleRank(`player-${String(i).padStart(8, '0')}`) / 2 ** 52) * 10)
    counts[tenth] = (counts[tenth] ?? 0) + 1
  }
  for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200)
})
