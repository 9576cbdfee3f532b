import { afterAll, beforeAll, expect, it } from 'vitest'
import { compare } from '#workers/datasheets/testing/compare.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'

let game: Game
beforeAll(async () => {
  game = await makeGame(process.env.DATABASE_ADMIN_URL ?? '', 'CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(40))')
})
afterAll(() => game.drop())

const books = {
  'Items.xlsx': [
    {
      name: 'item',
      rows: [
        ['id', 'name'],
        [1, 'a'],
      ],
    },
  ],
}

it.each([
  ['time', { seconds: 0.05 }, 'datasheet_took_too_long', { seconds: 0.05 }],
  ['memory', { memoryMegabytes: 30 }, 'datasheet_needs_too_much_memory', { megabytes: 30 }],
  ['heap', { heapMegabytes: 8 }, 'datasheet_needs_too_much_memory', { megabytes: 8 }],
])('too much %s ends the comparison with a refusal of its own', async (_, limits, code, params) => {
  await expect(compare({ url: game.url, books, limits })).rejects.toMatchObject({ name: 'RunFailure', refusal: { code, params } })
})

it('a file that is refused says so; one that is not there is a fault and no refusal', async () => {
  await expect(compare({ url: game.url, paths: ['public/icon-192.png'] })).rejects.toMatchObject({
    name: 'RunFailure',
    refusal: { code: 'datasheet_not_a_workbook' },
  })
  await expect(compare({ url: game.url, paths: ['not/there.xlsx'] })).rejects.toThrow(/^the child ended by itself \(0\): .*ENOENT/s)
})

it('an address that nobody answers is the fault of the game database', async () => {
  const nobody = 'mysql://someone:a-secret@127.0.0.1:1/game'
  const failed = await compare({ url: nobody, books }).catch((error: unknown) => error)
  expect(failed).toMatchObject({ name: 'RunFailure', refusal: { code: 'environment_refused', params: { host: '127.0.0.1', port: 1 } } })
  expect(JSON.stringify(failed)).not.toContain('a-secret')
})

it('tables outside of the list are not there', async () => {
  const seen = await compare({ url: game.url, books, allowed: ['other'] })
  expect(seen.result.tables).toEqual([])
  expect(seen.result.unreadSheets).toEqual([{ file: 'Items.xlsx', sheet: 'item', reason: 'unmatched' }])
})

it('keeps the first findings of a code and counts the others', async () => {
  const rows = [['id', 'name'], ...Array.from({ length: 150 }, (_, at) => [`x${at}`, 'a'])]
  const seen = await compare({ url: game.url, books: { 'Items.xlsx': [{ name: 'item', rows }] } })
  expect(seen.findings.filter(({ code }) => code === 'number_unreadable')).toHaveLength(100)
  expect(seen.result.findings).toContainEqual({ table: 'item', level: 'error', code: 'number_unreadable', count: 150 })
  expect(seen.result.tables[0]).toMatchObject({ errors: 150, insert: 0 })
})
