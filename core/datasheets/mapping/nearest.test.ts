import fc from 'fast-check'
import { expect, it } from 'vitest'
import { editDistance, nearestName } from './nearest.ts'

it.each([
  ['', '', 0],
  ['kitten', 'sitting', 3],
  ['price', 'prcie', 1],
  ['id', 'di', 1],
  ['abc', '', 3],
  ['가격', '가걱', 1],
])('from %j to %j it is %i', (a, b, distance) => expect(editDistance(a, b, 9)).toBe(distance))

/** The definition, without any economy. */
function plain(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)))
  const at = (i: number, j: number): number => table[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY
      const row = table[i]
      if (row) row[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1), swapped)
    }
  }
  return at(a.length, b.length)
}

it('is the distance up to the bound and one more beyond it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 })
  fc.assert(
    fc.property(text, text, fc.integer({ min: 0, max: 9 }), (a, b, bound) => {
      expect(editDistance(a, b, bound)).toBe(Math.min(plain(a, b), bound + 1))
    }),
    { numRuns: 1_000 },
  )
})

it.each([
  ['LevelGiude', ['level_guide', 'stuff'], 'level_guide'],
  ['Gashapone_Step1', ['gashapon_step2', 'gashapon_step1'], 'gashapon_step1'],
  ['gashapon_step3', ['gashapon_step1', 'gashapon_step2'], 'gashapon_step1'],
  ['가겨', ['가격', '등급'], '가격'],
  ['Notes', ['stuff', 'level_guide'], null],
  ['x', ['y'], 'y'],
  ['x', [], null],
])('%s among %j means %s', (name, candidates, nearest) => expect(nearestName(name, candidates)).toBe(nearest))
