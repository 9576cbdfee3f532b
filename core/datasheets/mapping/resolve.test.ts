import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Mapping, mapping } from './mapping.ts'
import { resolveSheets } from './resolve.ts'
import { column, integer, named, table, text } from './testing/tables.ts'
import { findingTexts } from './testing/texts.ts'

const tables = [...named('level_guide', 'tb_mission', 't_item', 'tb_item'), table('stuff', [column('id', integer), column('type', text, { nullable: true })])]
const is = (right: string) => ({ left: 'type', op: 'eq', right })
const mapped = mapping.parse({
  tables: [
    { table: 'level_guide', sheets: [{ sheet: 'LevelContents' }] },
    {
      table: 'stuff',
      sheets: [
        { sheet: 'Treasure', where: is('T') },
        { sheet: 'Material 1', where: is('M') },
        { sheet: 'Material 2', where: is('M') },
        { sheet: 'Rest', where: { left: 'type', op: 'not_in', right: ['T', 'M'] } },
      ],
    },
    { table: 'gone', sheets: [{ sheet: 'Gone' }] },
  ],
  ignoreSheets: ['Notes'],
})
const empty: Mapping = { tables: [], ignoreSheets: [] }

const pairsOf = (given: Mapping, ...sheets: string[]) => resolveSheets(given, tables, [{ file: 'a.xlsx', sheets }]).readings.map((r) => [r.sheet, r.table.name])
const findingsOf = (given: Mapping, ...sheets: string[]) => resolveSheets(given, tables, [{ file: 'a.xlsx', sheets }]).findings

it('the mapping decides first, then the name', () => {
  expect(pairsOf(mapped, 'levelcontents', 'Mission', 'Treasure', 'Notes')).toEqual([
    ['levelcontents', 'level_guide'],
    ['Mission', 'tb_mission'],
    ['Treasure', 'stuff'],
  ])
  expect(findingsOf(mapped, 'levelcontents', 'Mission', 'Treasure', 'notes')).toEqual([])
})

it('only the slices that are there are read', () => {
  const { readings } = resolveSheets(mapped, tables, [{ file: 'a.xlsx', sheets: ['Treasure', 'Rest'] }])
  expect(readings.map(({ slice }) => slice)).toEqual([is('T'), { left: 'type', op: 'not_in', right: ['T', 'M'] }])
})

it('two sheets of different names may feed one table, from two files too', () => {
  const files = [
    { file: 'a.xlsx', sheets: ['tb_mission'] },
    { file: 'b.xlsx', sheets: ['Mission'] },
  ]
  expect(resolveSheets(empty, tables, files).readings.map(({ file, table: one, slice }) => [file, one.name, slice])).toEqual([
    ['a.xlsx', 'tb_mission', null],
    ['b.xlsx', 'tb_mission', null],
  ])
})

describe('what is not read is said', () => {
  it.each([
    ['an unknown name', 'Something else', { level: 'warning', code: 'sheet_unmatched', params: { hint: 'none', nearest: '' } }],
    ['a name with a slip', 'Tresure', { level: 'warning', code: 'sheet_unmatched', params: { hint: 'near', nearest: 'Treasure' } }],
    ['a slip in the name of a model', 'Mision', { level: 'warning', code: 'sheet_unmatched', params: { hint: 'near', nearest: 'Mission' } }],
    ['a table that has other sheets', 'Stuff', { level: 'warning', code: 'sheet_not_of_table', table: 'stuff' }],
    ['two tables of one name', 'Item', { level: 'error', code: 'sheet_ambiguous', params: { tables: 't_item, tb_item' } }],
    ['a table that is gone', 'Gone', { level: 'error', code: 'table_missing', table: 'gone' }],
  ])('%s', (_, sheet, finding) => {
    expect(pairsOf(mapped, sheet)).toEqual([])
    expect(findingsOf(mapped, sheet)).toMatchObject([{ ...finding, file: 'a.xlsx', sheet }])
  })
})

it('the same sheet in two files is read from neither', () => {
  const files = ['old.xlsx', 'new.xlsx'].map((file) => ({ file, sheets: ['LevelContents', 'Mission'] }))
  const { readings, findings } = resolveSheets(mapped, tables, [...files, { file: 'c.xlsx', sheets: ['Treasure'] }])
  expect(readings.map(({ sheet }) => sheet)).toEqual(['Treasure'])
  expect(findings.map(({ file, sheet, code, params }) => [file, sheet, code, params.others])).toEqual([
    ['old.xlsx', 'LevelContents', 'sheet_twice', 'new.xlsx / LevelContents'],
    ['old.xlsx', 'Mission', 'sheet_twice', 'new.xlsx / Mission'],
    ['new.xlsx', 'LevelContents', 'sheet_twice', 'old.xlsx / LevelContents'],
    ['new.xlsx', 'Mission', 'sheet_twice', 'old.xlsx / Mission'],
  ])
})

describe('a sheet that came twice takes those with it that share its part of the table', () => {
  it('of a whole table, whose other sheet would delete its rows', () => {
    const files = [
      { file: 'a.xlsx', sheets: ['Mission', 'TB_MISSION', 'LevelContents'] },
      { file: 'b.xlsx', sheets: ['Mission'] },
    ]
    const { readings, findings } = resolveSheets(mapped, tables, files)
    expect(readings.map(({ sheet }) => sheet)).toEqual(['LevelContents'])
    expect(findings.map(({ level, file, sheet, code, params }) => [level, file, sheet, code, params.others])).toEqual([
      ['error', 'a.xlsx', 'Mission', 'sheet_twice', 'b.xlsx / Mission'],
      ['error', 'b.xlsx', 'Mission', 'sheet_twice', 'a.xlsx / Mission'],
      ['error', 'a.xlsx', 'TB_MISSION', 'sheet_held_back', 'a.xlsx / Mission, b.xlsx / Mission'],
    ])
  })

  it('of a slice; the other slices are read', () => {
    const files = [
      { file: 'a.xlsx', sheets: ['Treasure', 'Material 1', 'Material 2'] },
      { file: 'b.xlsx', sheets: ['Material 1'] },
    ]
    const { readings, findings } = resolveSheets(mapped, tables, files)
    expect(readings.map(({ sheet }) => sheet)).toEqual(['Treasure'])
    expect(findings.map(({ sheet, code }) => [sheet, code])).toEqual([
      ['Material 1', 'sheet_twice'],
      ['Material 1', 'sheet_twice'],
      ['Material 2', 'sheet_held_back'],
    ])
  })
})

describe('a slice that comes from two sheets', () => {
  it('needs both, or syncing would delete what the other holds', () => {
    expect(pairsOf(mapped, 'Treasure', 'Material 1')).toEqual([['Treasure', 'stuff']])
    expect(findingsOf(mapped, 'Treasure', 'Material 1')).toMatchObject([
      { level: 'error', code: 'sheet_absent', sheet: 'Material 1', table: 'stuff', params: { sheets: 'Material 2' } },
    ])
    expect(pairsOf(mapped, 'Material 1', 'Material 2')).toHaveLength(2)
  })

  it.each(['upsert', 'insert'] as const)('may come in part where nothing is deleted: %s', (policy) => {
    const given = { ...mapped, tables: mapped.tables.map((one) => ({ ...one, policy })) }
    expect(pairsOf(given, 'Material 1')).toEqual([['Material 1', 'stuff']])
  })
})

describe('a sheet that goes on with another', () => {
  it.each<[string, string[], string]>([
    ['needs that one', ['Mission ~2'], 'Mission'],
    ['needs those between', ['Mission', 'Mission ~3'], 'Mission ~2'],
    ['of a slice too', ['LevelContents', 'LevelContents ~4', 'LevelContents ~2'], 'LevelContents ~3'],
  ])('%s, or syncing would delete what it holds', (_, sheets, missing) => {
    expect(pairsOf(mapped, ...sheets, 'Treasure')).toEqual([['Treasure', 'stuff']])
    expect(findingsOf(mapped, ...sheets)).toContainEqual(expect.objectContaining({ level: 'error', code: 'sheet_absent', params: { sheets: missing } }))
  })

  it('is read with all of them, from several files too', () => {
    expect(pairsOf(mapped, 'Mission', 'Mission ~2', 'Mission ~3')).toHaveLength(3)
    const files = ['tb_mission', 'tb_mission ~2'].map((sheet) => ({ file: `${sheet}.csv`, sheets: [sheet] }))
    expect(resolveSheets(empty, tables, files)).toMatchObject({ readings: [{}, {}], findings: [] })
  })
})

describe('a mapping that the schema has left behind', () => {
  it.each([
    ['a slice that no longer covers', { table: 'stuff', sheets: [{ sheet: 'A', where: is('T') }] }, 'sheets', 'slices_gap'],
    ['a condition on no column', { table: 'stuff', sheets: [{ sheet: 'A', where: { left: 'kind', op: 'is_null' } }] }, 'sheets.0.where', 'column_unknown'],
    ['a rename to no column', { table: 'stuff', sheets: [{ sheet: 'A', rename: { Price: 'price' } }] }, 'sheets.0.rename.Price', 'column_unknown'],
  ])('%s stops the table', (_, one, path, issue) => {
    const given = mapping.parse({ tables: [one] })
    expect(pairsOf(given, 'A', 'Mission')).toEqual([['Mission', 'tb_mission']])
    expect(findingsOf(given, 'A')).toMatchObject([{ level: 'error', code: 'mapping_unfit', sheet: 'A', table: 'stuff', params: { path, issue, others: 0 } }])
  })
})

it('a table without a key stops until the mapping names one', () => {
  const noKey = [table('note', [column('id', integer), column('text', text)], { primaryKey: [] })]
  const files = [{ file: 'a.xlsx', sheets: ['Note'] }]
  expect(resolveSheets(empty, noKey, files)).toMatchObject({ readings: [], findings: [{ code: 'table_without_key', table: 'note' }] })
  const named = mapping.parse({ tables: [{ table: 'note', key: ['id'] }] })
  expect(resolveSheets(named, noKey, files)).toMatchObject({ readings: [{ tableMapping: { key: ['id'] } }], findings: [] })
})

it('every sheet is read, ignored or said, and the order of files does not matter', () => {
  const names = ['LevelContents', 'Mission', 'TB_MISSION', 'Treasure', 'Material 1', 'Material 2', 'Rest', 'Notes', 'Item', 'Gone', 'Stuff', 'What']
  const file = fc.subarray(names)
  fc.assert(
    fc.property(file, file, (first, second) => {
      const files = [
        { file: 'a.xlsx', sheets: first },
        { file: 'b.xlsx', sheets: second },
      ]
      const there = resolveSheets(mapped, tables, files)
      const back = resolveSheets(mapped, tables, files.toReversed())
      const told = new Set([...there.readings, ...there.findings].map((one) => `${one.file} ${one.sheet}`))
      expect(told.size).toBe([...first, ...second].filter((name) => name !== 'Notes').length)
      const sorted = (list: readonly { file: string; sheet: string | null }[]) => list.map((one) => `${one.file} ${one.sheet}`).toSorted()
      expect(sorted(back.readings)).toEqual(sorted(there.readings))
      expect(sorted(back.findings)).toEqual(sorted(there.findings))
    }),
  )
})

it('there are words for each finding', () => {
  const codes = [
    'sheet_unmatched',
    'sheet_not_of_table',
    'sheet_ambiguous',
    'table_missing',
    'sheet_twice',
    'sheet_absent',
    'sheet_held_back',
    'mapping_unfit',
    'table_without_key',
  ]
  expect(codes.filter((code) => !findingTexts.includes(code))).toEqual([])
})
