import { afterAll, beforeAll, expect, it } from 'vitest'
import { openGameDatabase } from '#server/game-database.ts'
import { weightsOf } from '#workers/datasheets/child/weights.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'

let game: Game
beforeAll(async () => {
  game = await makeGame(process.env.DATABASE_ADMIN_URL ?? '', 'CREATE TABLE item (id INT PRIMARY KEY)')
})
afterAll(() => game.drop())

it('long texts are weighed in statements that a packet of the server holds', { timeout: 60_000 }, async () => {
  const type = { kind: 'text', maxChars: null, maxBytes: 16_777_215, charset: 'utf8mb4', collation: 'utf8mb4_general_ci' } as const
  const long = '가'.repeat(32_000)
  // Together more than 64 MiB on their way to the server, which is what MySQL takes at most unless it is told otherwise.
  const texts = Array.from({ length: 360 }, (_, at) => `${long}${at % 2 ? 'a' : 'A'}${at >> 1}`)
  const weights = await openGameDatabase(game.url).session((session) => weightsOf(session, type, true, texts))
  expect(weights).toHaveLength(texts.length)
  expect(new Set(weights).size).toBe(texts.length / 2)
  expect(weights[2]).toBe(weights[3])
})
