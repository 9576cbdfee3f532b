import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeNumbers, joinNumbers } from './columns/numbers.ts'
import { distribute } from './distribution.ts'

const numbers = (values: (number | null)[]) => joinNumbers([encodeNumbers(values)])

describe('a distribution', () => {
  it('of few whole numbers has a bin each', () => {
    expect(distribute('tutorial_entry', numbers([1, 1, 3, null]))).toEqual({
      players: 3,
      unknown: 1,
      min: 1,
      max: 3,
      mean: 5 / 3,
      median: 1,
      bins: [
        { from: 1, to: 2, players: 2 },
        { from: 2, to: 3, players: 0 },
        { from: 3, to: 4, players: 1 },
      ],
    })
  })

  it('of many has bins that widen, below zero as well', () => {
    const { bins, median } = distribute('kills', numbers([-3, 0, 0.5, 1, 4, 99]))
    expect(bins.map(({ from, players }) => [from, players])).toEqual([
      [-5, 1],
      [-2, 0],
      [-1, 0],
      [0, 2],
      [1, 1],
      [2, 1],
      [5, 0],
      [10, 0],
      [20, 0],
      [50, 1],
    ])
    expect(median).toBe(0.75)
  })

  it('of active seconds is in minutes, through a whole day', () => {
    const bins = distribute('active_seconds', numbers([0, 59, 60, 86_399, 86_400])).bins
    expect(bins[0]).toEqual({ from: 0, to: 60, players: 2 })
    expect(bins.at(-1)).toEqual({ from: 86_400, to: 86_401, players: 1 })
  })

  it('of nobody knows nothing', () => {
    expect(distribute('kills', numbers([null, null]))).toEqual({ players: 0, unknown: 2, min: null, max: null, mean: null, median: null, bins: [] })
  })

  it('holds every player once, in bins without holes, and not too many of them', () => {
    const value = fc.option(fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true })))
    fc.assert(
      fc.property(fc.array(value), fc.constantFrom('active_seconds', 'kills'), (values, name) => {
        const known = values.filter((one) => one !== null).map((one) => (name === 'kills' ? one : Math.abs(one)))
        const { bins, players } = distribute(name, numbers(known))
        expect(players).toBe(known.length)
        expect(bins.length).toBeLessThan(120)
        bins.forEach((bin, i) => {
          const last = i === bins.length - 1
          expect(bin.players).toBe(known.filter((one) => one >= bin.from && (last ? one <= bin.to : one < bin.to)).length)
          if (i > 0) expect(bin.from).toBe(bins[i - 1]?.to)
        })
        expect(bins.reduce((sum, bin) => sum + bin.players, 0)).toBe(known.length)
      }),
    )
  })
})
