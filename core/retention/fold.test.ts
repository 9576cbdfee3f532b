import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activeMs, exactPart, place, sortOut, touches } from './fold.ts'
import type { Row } from './queries/rows.ts'
import { bucketOf, DAY_MS, dayOf, GAP_MS, type Range } from './window.ts'

const BUCKET_MS = bucketOf(GAP_MS)

/** What the cluster answers: groups of (player, bucket) with first and last instant. */
function group(instants: readonly number[], width: number, range: Range = { from: -Infinity, to: Infinity }): Row[] {
  const kept = instants.filter((at) => at >= range.from && at < range.to)
  const buckets = Map.groupBy(kept, (at) => Math.floor(at / width) * width)
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([bucket, at]) => ({ uid: 'a', bucket, documents: at.length, min: Math.min(...at), max: Math.max(...at), values: [] }))
}

/** Event by event: chains of gaps within the limit, each cut to the cap. */
function bruteForce(instants: readonly number[], range: Range, gapMs = GAP_MS, capMs = Number.POSITIVE_INFINITY): number {
  const sorted = instants.filter((at) => at >= range.from && at < range.to).sort((a, b) => a - b)
  const chains: number[] = []
  sorted.forEach((at, i) => {
    const step = i === 0 ? Number.POSITIVE_INFINITY : at - (sorted[i - 1] ?? 0)
    if (step > gapMs) chains.push(0)
    else chains.push((chains.pop() ?? 0) + step)
  })
  return chains.reduce((sum, length) => sum + Math.min(length, capMs), 0)
}

const gap = fc.oneof(fc.constantFrom(0, 1, 299_999, 300_000, 300_001, 600_000), fc.integer({ min: 0, max: 900_000 }))
/** Short, odd, the usual one, longer than the widest bucket. */
const gapMs = fc.constantFrom(1_000, 7_000, 60_000, 300_000, 301_000, 1_800_000, 5_400_000)
const capMs = fc.constantFrom(null, 1, 60_000, 299_999, 900_000, 10_800_000)
const first = fc.integer({ min: 1_760_000_000_000, max: 1_760_000_000_000 + DAY_MS })
/** Chains that begin before, at and after both bounds of the day. */
const player = first.chain((at) =>
  fc.record({
    first: fc.constant(at),
    instants: fc
      .array(
        fc.record({ start: fc.constantFrom(-700_000, -1, 0, 1, DAY_MS / 2, DAY_MS - 600_000, DAY_MS - 1, DAY_MS), gaps: fc.array(gap, { maxLength: 30 }) }),
        { maxLength: 4 },
      )
      .map((chains) =>
        chains.flatMap(({ start, gaps }) => {
          let now = at + start
          return [now, ...gaps.map((one) => (now += one))]
        }),
      ),
  }),
)

describe('active time', () => {
  it('from buckets, repaired at the bounds, equals brute force over the events', () => {
    fc.assert(
      fc.property(player, ({ first: at, instants }) => {
        const day = dayOf(at, 0)
        const { inside, straddling } = sortOut(group(instants, BUCKET_MS), () => day)
        const repaired = straddling.flatMap((row) => group(instants, BUCKET_MS, exactPart(row, BUCKET_MS, day)))
        const rows = [...inside, ...repaired].sort((a, b) => a.bucket - b.bucket)
        expect(activeMs(rows)).toBe(bruteForce(instants, day))
      }),
      { numRuns: 2_000 },
    )
  })

  it('with any gap, and with a cap on one session, equals brute force as well', () => {
    fc.assert(
      fc.property(player, gapMs, capMs, ({ first: at, instants }, limit, cap) => {
        const day = dayOf(at, 0)
        const width = bucketOf(limit)
        const { inside, straddling } = sortOut(group(instants, width), () => day)
        const repaired = straddling.flatMap((row) => group(instants, width, exactPart(row, width, day)))
        const rows = [...inside, ...repaired].sort((a, b) => a.bucket - b.bucket)
        expect(activeMs(rows, { gapMs: limit, sessionCapMs: cap })).toBe(bruteForce(instants, day, limit, cap ?? Number.POSITIVE_INFINITY))
      }),
      { numRuns: 2_000 },
    )
  })

  it('a bucket is never wider than the gap, and never wider than an hour', () => {
    expect([1_000, 300_000, 3_600_000, 86_400_000].map(bucketOf)).toEqual([1_000, 300_000, 3_600_000, 3_600_000])
  })

  it.each([
    [299_999, 299_999],
    [300_000, 300_000],
    [300_001, 0],
  ])('a gap of %i ms adds %i', (gapMs, added) => {
    for (const start of [0, 1, 299_999]) expect(activeMs(group([start, start + gapMs], BUCKET_MS))).toBe(added)
  })

  it('of one event is nothing', () => {
    expect(activeMs(group([5, 5, 5], BUCKET_MS))).toBe(0)
  })
})

describe('place', () => {
  const range = { from: 100, to: 200 }
  it.each([
    [0, 99, 'outside'],
    [0, 100, 'straddles'],
    [100, 199, 'inside'],
    [100, 200, 'straddles'],
    [200, 300, 'outside'],
    [99, 250, 'straddles'],
  ])('of a group from %i to %i', (min, max, placed) => {
    expect(place({ min, max }, range)).toBe(placed)
  })

  it('a group that straddles is asked again for the part inside only', () => {
    expect(exactPart({ bucket: 0 }, 150, range)).toEqual({ from: 100, to: 150 })
    expect(() => exactPart({ bucket: 200 }, 50, range)).toThrow('straddles')
  })
})

it('day-wide buckets tell by first and last instant whether a player came on a day', () => {
  fc.assert(
    fc.property(player, fc.constantFrom(0, 1), ({ first: at, instants }, day) => {
      const range = dayOf(at, day)
      const came = group(instants, DAY_MS).some((row) => touches(row, range))
      expect(came).toBe(instants.some((one) => one >= range.from && one < range.to))
    }),
    { numRuns: 1_000 },
  )
})

it('groups of players who were not asked about are left out', () => {
  expect(sortOut(group([1], BUCKET_MS), () => undefined)).toEqual({ inside: [], straddling: [] })
})
