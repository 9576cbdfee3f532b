import { expect, it } from 'vitest'
import { checkMapping } from './check.ts'
import { rowTest } from './compared.ts'
import { sheetsFor } from './export.ts'
import { resolveSheets } from './resolve.ts'
import { sampleMapping } from './testing/sample-mapping.ts'
import { sampleTables } from './testing/sample-tables.ts'

const stuff = sampleTables.find(({ name }) => name === 'stuff')

it('nothing is wrong with the mapping of the guide', () => {
  expect(checkMapping(sampleMapping, sampleTables)).toEqual([])
})

it('leads the sheets of the studio to their tables', () => {
  const sheets = [
    ...['LevelContents', 'Gashapone_Step1_Rate', 'Gashapone_Step2_Rate', 'WeeklyRankReward', 'TreasureItemData', 'Material', 'Artifact'],
    ...['EquipmentItemSeoul', 'EventSchedule', 'DropNote', 'Localization', 'Mission', 'README', '변경 이력', 'Player'],
  ]
  const { readings, findings } = resolveSheets(sampleMapping, sampleTables, [{ file: 'game.xlsx', sheets }])
  expect(findings).toEqual([])
  expect(readings.map(({ sheet, table }) => [sheet, table.name])).toEqual([
    ['LevelContents', 'level_guide'],
    ['Gashapone_Step1_Rate', 'gashapon_step1'],
    ['Gashapone_Step2_Rate', 'gashapon_step2'],
    ['WeeklyRankReward', 'weekly_ranking_reward'],
    ['TreasureItemData', 'stuff'],
    ['Material', 'stuff'],
    ['Artifact', 'stuff'],
    ['EquipmentItemSeoul', 'stuff'],
    ['EventSchedule', 'event_schedule'],
    ['DropNote', 'drop_note'],
    ['Localization', 'localization'],
    ['Mission', 'tb_mission'],
    ['Player', 'player'],
  ])
})

it('without it, names alone lead to all tables that have a key', () => {
  const sheets = sampleTables.map(({ name }) => name)
  const { readings, findings } = resolveSheets({ tables: [], ignoreSheets: [] }, sampleTables, [{ file: 'game.xlsx', sheets }])
  expect(readings.map(({ table }) => table.name)).toEqual(sheets.filter((name) => name !== 'drop_note'))
  expect(findings).toMatchObject([{ level: 'error', code: 'table_without_key', sheet: 'drop_note' }])
})

it.each([
  ['T', 'TreasureItemData'],
  ['AT', 'Artifact'],
  ['t', 'EquipmentItemSeoul'],
  [null, 'EquipmentItemSeoul'],
])('an item of type %s belongs on %s', (type, sheet) => {
  const sheets = sampleMapping.tables.find(({ table }) => table === 'stuff')?.sheets ?? []
  const found = sheets.filter(({ where }) => rowTest(where, stuff?.columns ?? [])(['1', 'x', type, '1', '1', null, '1', null]))
  expect(found.map((one) => one.sheet)).toEqual([sheet])
})

it('is written back under the names of the studio', () => {
  const plans = sampleTables.flatMap((table) => sheetsFor(table, sampleMapping, sampleTables) ?? [])
  expect(plans.map(({ sheet }) => sheet)).toEqual([
    ...['TreasureItemData', 'Material', 'Artifact', 'EquipmentItemSeoul', 'LevelContents', 'Gashapone_Step1_Rate', 'Gashapone_Step2_Rate'],
    ...['WeeklyRankReward', 'event_schedule', 'drop_note', 'localization', 'Mission', 'player'],
  ])
  const mission = plans.find(({ sheet }) => sheet === 'Mission')
  expect(mission).toMatchObject({ headerRow: 2, skipRows: [1, 3, 4] })
  expect(mission?.columns.map(({ header }) => header)).toEqual(['id', 'title', 'next_mission_id', '보상 아이템', 'minimum_level'])
})
