import { expect, it } from 'vitest'
import { parts, pieces } from './chunks.ts'

it.each([
  [[1, 2, 3, 4, 5], 2, [[1, 2], [3, 4], [5]]],
  [[], 2, []],
])('%j in pieces of %i', (list, size, cut) => {
  expect(pieces(list, size)).toEqual(cut)
})

it.each([
  [5, 2, [3, 2]],
  [2, 9, [1, 1]],
  [4, 1, [4]],
])('%i members in %i parts', (length, count, lengths) => {
  expect(parts(Array.from({ length }), count).map((part) => part.length)).toEqual(lengths)
})
