import { afterAll, beforeAll, expect, it } from 'vitest'
import { defaultCaps } from '#core/datasheets/reading/caps.ts'
import { compare } from '#workers/datasheets/testing/compare.ts'
import { withExport } from '#workers/datasheets/testing/export.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'

const doublings = 20
const more = 24
const rows = 2 ** doublings + more
let game: Game
beforeAll(async () => {
  game = await makeGame(
    process.env.DATABASE_ADMIN_URL ?? '',
    'CREATE TABLE many (id INT PRIMARY KEY)',
    'INSERT INTO many VALUES (0)',
    ...Array.from({ length: doublings }, (_, power) => `INSERT INTO many SELECT id + ${2 ** power} FROM many`),
    `INSERT INTO many SELECT id + ${2 ** doublings} FROM many WHERE id < ${more}`,
  )
})
afterAll(() => game.drop())

it('more rows than a sheet takes go on in another sheet, and come back from there', { timeout: 120_000 }, async () => {
  await withExport({ url: game.url }, async ({ paths, result }) => {
    expect(result.tables).toEqual([{ table: 'many', rows, sheets: ['many', 'many ~2'] }])
    // Rows are not kept: what is written is gone from the memory.
    expect(result.peakBytes).toBeLessThan(250 * 1024 * 1024)
    const caps = { ...defaultCaps, rows: 2_000_000, inflatedBytes: 2e9 }
    const again = await compare({ url: game.url, paths, caps, limits: { heapMegabytes: 600, memoryMegabytes: 1_500 } })
    expect(again.result.tables).toMatchObject([{ insert: 0, update: 0, delete: 0, unchanged: rows }])
    expect(again.findings.filter(({ level }) => level === 'error')).toEqual([])
  })
})
