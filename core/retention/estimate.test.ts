import { expect, it } from 'vitest'
import { etaOf } from './estimate.ts'

it.each([
  [1_000, [], null],
  [1_000, [{ players: 0, durationMs: 900 }], null],
  [1_000, [{ players: 500, durationMs: 1_000 }], 1_500],
  [0, [{ players: 500, durationMs: 1_000 }], 500],
  [
    100,
    [
      { players: 100, durationMs: 600 },
      { players: 100, durationMs: 1_500 },
      { players: 100, durationMs: 90_500 },
    ],
    1_500,
  ],
  [100, [{ players: 100, durationMs: 10 }], 500],
])('%i players after %j take %j ms', (players, past, eta) => {
  expect(etaOf(players, past)).toBe(eta)
})
