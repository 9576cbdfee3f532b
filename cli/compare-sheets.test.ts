import { expect, it } from 'vitest'
import { compareSheets, isSame } from '#cli/compare-sheets.ts'
import { csvHead, csvLine } from '#core/shared/csv.ts'

type Player = [uid: string, account: string, first: string, kills: number | null]
const columns = ['uid', 'auth_id', 'first_login_time', 'kills']

async function* sheet(players: readonly Player[], names: readonly string[] = columns): AsyncGenerator<string> {
  yield csvHead(names)
  for (const player of players) yield csvLine(player.slice(0, names.length))
}
const at = (minute: number): string => `2026-10-01T00:0${minute}:00.000Z`
const ana: Player = ['ana', 'a', at(0), 1]
const bo: Player = ['bo "the\r\nbold"', 'b', at(1), null]
const cy: Player = ['cy', 'c', at(1), 3]
const same = { changed: 0, onlyBefore: 0, onlyAfter: 0, columns: [], first: [] }

it('equal sheets are the same', async () => {
  const found = await compareSheets(sheet([ana, bo, cy]), sheet([ana, bo, cy]))
  expect(found).toEqual({ ...same, before: 3, after: 3 })
  expect(isSame(found)).toBe(true)
})

it('says which cell of which player differs; unknown is not 0', async () => {
  const found = await compareSheets(sheet([ana, bo, cy]), sheet([ana, ['bo "the\r\nbold"', 'b', at(1), 0], ['cy', 'x', at(1), 4]]))
  expect(found).toEqual({
    ...same,
    before: 3,
    after: 3,
    changed: 2,
    columns: [
      { name: 'kills', rows: 2 },
      { name: 'auth_id', rows: 1 },
    ],
    first: [
      { uid: 'bo "the\r\nbold"', auth_id: 'b', column: 'kills', before: '', after: '0' },
      { uid: 'cy', auth_id: 'c', column: 'auth_id', before: 'c', after: 'x' },
      { uid: 'cy', auth_id: 'c', column: 'kills', before: '3', after: '4' },
    ],
  })
  expect(isSame(found)).toBe(false)
})

it.each([
  [[ana, bo, cy], [ana, cy], { before: 3, after: 2, onlyBefore: 1 }, { uid: bo[0], auth_id: 'b', column: 'first_login_time', before: at(1), after: null }],
  [[bo, cy], [ana, bo, cy], { before: 2, after: 3, onlyAfter: 1 }, { uid: 'ana', auth_id: 'a', column: 'first_login_time', before: null, after: at(0) }],
  [[ana], [], { before: 1, after: 0, onlyBefore: 1 }, { uid: 'ana', auth_id: 'a', column: 'first_login_time', before: at(0), after: null }],
] as const)('a player more or less is one difference', async (before, after, counts, first) => {
  expect(await compareSheets(sheet([...before] as Player[]), sheet([...after] as Player[]))).toEqual({ ...same, ...counts, first: [first] })
})

it('compares the columns that both have, and keeps ten cells of many', async () => {
  const many = (kills: number): Player[] => Array.from({ length: 30 }, (_, i) => [`u${i + 10}`, 'a', at(2), kills])
  expect(await compareSheets(sheet(many(1)), sheet(many(2), columns.slice(0, 3)))).toEqual({ ...same, before: 30, after: 30 })
  const found = await compareSheets(sheet(many(1)), sheet(many(2)))
  expect(found).toMatchObject({ changed: 30, columns: [{ name: 'kills', rows: 30 }] })
  expect(found.first).toHaveLength(10)
})
