import { expect, it } from 'vitest'
import { nextChunk, parts, pieces } from './chunks.ts'

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

it.each([
  ['quick and with few documents: a step more', 4_000, { players: 4_000, slowestMs: 200, mostDocuments: 13_000, refused: false }, 6_000],
  ['quick, but with many documents: the same', 4_000, { players: 4_000, slowestMs: 200, mostDocuments: 220_000, refused: false }, 4_000],
  ['neither quick nor slow: the same', 4_000, { players: 4_000, slowestMs: 1_500, mostDocuments: 13_000, refused: false }, 4_000],
  ['slow: half', 4_000, { players: 4_000, slowestMs: 2_001, mostDocuments: 13_000, refused: false }, 2_000],
  ['refused: half, however quick', 4_000, { players: 4_000, slowestMs: 5, mostDocuments: 10, refused: true }, 2_000],
  ['slow as a larger chunk: no less than that asks for', 1_000, { players: 4_000, slowestMs: 9_000, mostDocuments: 10, refused: false }, 1_000],
  ['quick as a smaller chunk: the same', 5_000, { players: 4_000, slowestMs: 5, mostDocuments: 10, refused: false }, 5_000],
  ['never more than the most', 5_000, { players: 5_000, slowestMs: 5, mostDocuments: 10, refused: false }, 6_000],
  ['never less than the least', 300, { players: 300, slowestMs: 9_000, mostDocuments: 10, refused: true }, 250],
])('the next chunk after one that was %s', (_what, size, cost, next) => {
  expect(nextChunk(size, cost)).toBe(next)
})
