import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkMapping } from '#core/datasheets/mapping/check.ts'
import { rowsSql } from '#core/datasheets/mapping/compared.ts'
import { sampleMapping } from '#core/datasheets/mapping/testing/sample-mapping.ts'
import { sampleTables } from '#core/datasheets/mapping/testing/sample-tables.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import { gameTablesOf } from '#core/sample/game/game.ts'
import { stuff } from '#core/sample/game/stuff.ts'
import { createSqlOf } from '#core/sample/game/table.ts'
import { planOf } from '#core/sample/plan.ts'
import { openGameDatabase, quoteName } from '#server/game-database.ts'
import { readGameSchema } from '#server/game-schema.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'

const plan = planOf(500, 3, Date.parse('2026-11-15T00:00:00+09:00'))
let game: Game
let tables: TableDef[]
beforeAll(async () => {
  game = await makeGame(process.env.DATABASE_ADMIN_URL ?? process.env.DATABASE_URL ?? '', ...gameTablesOf(plan).map(createSqlOf))
  await game.insert('stuff', stuff.rows(plan.seed, 'production'))
  tables = await openGameDatabase(game.url).session((session) => readGameSchema(session, { tables: null }))
})
afterAll(() => game.drop())

it('the mapping of the guide fits the sample game as its database describes it', () => {
  expect(checkMapping(sampleMapping, tables)).toEqual([])
})

it('and so does the maker of its tables', () => {
  const bare = (list: readonly TableDef[]) =>
    list
      .map(({ name, columns, primaryKey }) => ({ name, primaryKey, columns: columns.map(({ declared: _, default: __, comment: ___, ...column }) => column) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  expect(bare(sampleTables)).toEqual(bare(tables))
})

it('every item lies on one sheet', async () => {
  const table = tables.find(({ name }) => name === 'stuff')
  const sheets = sampleMapping.tables.find((one) => one.table === 'stuff')?.sheets ?? []
  const counts = await openGameDatabase(game.url).session(async (session) => {
    const found: [string, number][] = []
    for (const { sheet, where } of sheets) {
      const { sql, values } = table ? rowsSql(where, table, quoteName) : { sql: 'FALSE', values: [] }
      const rows = await session.query(`SELECT id FROM stuff WHERE ${sql}`, values)
      found.push([sheet, rows.length])
    }
    return found
  })
  expect(counts).toEqual([
    ['TreasureItemData', 60],
    ['Material', 60],
    ['Artifact', 60],
    ['EquipmentItemSeoul', 180],
  ])
})
