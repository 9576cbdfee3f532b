import { describe, expect, it } from 'vitest'
import type { Condition } from '#core/condition/condition.ts'
import { emptyMapping, type Mapping, mapping } from '#core/datasheets/mapping/mapping.ts'
import {
  blanks,
  conditionOf,
  connectSheet,
  emptyRule,
  emptySheet,
  emptyTable,
  fileNameOf,
  gapsOf,
  ignoreHeader,
  issuesAt,
  operators,
  placeOf,
  policies,
  renameHeader,
  rowNumbersOf,
  rowsOf,
  ruleKinds,
  tableOf,
  withColumn,
  withOperator,
  withTable,
} from '#features/datasheets/mapping/view.ts'

const stuff: Mapping = connectSheet(emptyMapping, 'stuff', 'TreasureItemData')

describe('edits of a mapping', () => {
  it('add a table with the first thing said of it and take it away with the last', () => {
    expect(stuff.tables).toEqual([{ ...emptyTable('stuff'), sheets: [emptySheet('TreasureItemData')] }])
    expect(withTable(stuff, 'stuff', (table) => ({ ...table, sheets: [] }))).toEqual(emptyMapping)
    expect(placeOf(stuff, 'stuff')).toBe(0)
    expect(placeOf(stuff, 'shop')).toBe(1)
    expect(tableOf(stuff, 'shop')).toEqual(emptyTable('shop'))
  })

  it('leave the other tables where they are', () => {
    const two = connectSheet(stuff, 'shop', 'Shop')
    expect(withTable(two, 'stuff', (table) => ({ ...table, policy: 'upsert' })).tables.map(({ table, policy }) => [table, policy])).toEqual([
      ['stuff', 'upsert'],
      ['shop', 'sync'],
    ])
  })

  it('rename and ignore headers of sheets, named or not', () => {
    const renamed = renameHeader(stuff, 'stuff', 'TreasureItemData', 'cost', 'price')
    expect(renamed.tables[0]?.sheets[0]?.rename).toEqual({ cost: 'price' })
    const ignored = ignoreHeader(ignoreHeader(renamed, 'stuff', 'Material', 'memo'), 'stuff', 'Material', 'memo')
    expect(ignored.tables[0]?.sheets.map(({ sheet, ignoreColumns }) => [sheet, ignoreColumns])).toEqual([
      ['TreasureItemData', []],
      ['Material', ['memo']],
    ])
  })

  it('say of a column only what was said', () => {
    const table = withColumn(emptyTable('stuff'), 'note', { blank: 'empty' })
    expect(table.columns).toEqual({ note: { blank: 'empty' } })
    expect(withColumn(table, 'note', { nullToken: '\\N' }).columns).toEqual({ note: { blank: 'empty', nullToken: '\\N' } })
    expect(withColumn(table, 'note', { blank: undefined }).columns).toEqual({})
  })
})

describe('conditions as rows', () => {
  it.each<[string, Condition | null]>([
    ['the whole sheet', null],
    ['one comparison', { left: 'stuff_type', op: 'eq', right: 'T' }],
    ['a list', { left: 'stuff_type', op: 'not_in', right: ['T', 'M', 'AT'] }],
    ['NULL', { left: 'stuff_type', op: 'is_null' }],
    [
      'all of them',
      {
        all: [
          { left: 'a', op: 'gte', right: '1' },
          { left: 'a', op: 'lt', right: '9' },
        ],
      },
    ],
    [
      'any of them',
      {
        any: [
          { left: 'a', op: 'is_null' },
          { left: 'a', op: 'eq', right: '' },
        ],
      },
    ],
  ])('%s goes there and back', (_, condition) => {
    const rows = rowsOf(condition)
    expect(rows && conditionOf(rows)).toEqual(condition)
  })

  it('leaves a deeper tree to its JSON', () => {
    expect(rowsOf({ not: { left: 'a', op: 'is_null' } })).toBeNull()
    expect(rowsOf({ all: [{ any: [{ left: 'a', op: 'is_null' }] }] })).toBeNull()
  })

  it('keeps what was typed as far as the operator has room', () => {
    const row = { left: 'a', op: 'in', values: ['T', 'M'] } as const
    expect(withOperator({ ...row, values: [...row.values] }, 'eq').values).toEqual(['T'])
    expect(withOperator({ ...row, values: [...row.values] }, 'is_null').values).toEqual([])
    expect(withOperator({ left: 'a', op: 'eq', values: [''] }, 'in').values).toEqual([])
  })
})

describe('rows to skip', () => {
  it.each([
    ['', []],
    ['2', [2]],
    ['4, 2-3 2', [2, 3, 4]],
    ['0', null],
    ['3-2', null],
    ['two', null],
    ['1-5000', null],
  ])('%j', (text, expected) => {
    expect(rowNumbersOf(text)).toEqual(expected)
  })
})

describe('what is not whole yet', () => {
  it('is named by its place', () => {
    const begun = withTable(stuff, 'stuff', (table) => ({
      ...table,
      sheets: [
        {
          ...emptySheet(' '),
          where: {
            all: [
              { left: '', op: 'is_null' },
              { left: 'a', op: 'in', right: [] },
            ],
          },
          rename: { cost: '' },
        },
      ],
      rules: ruleKinds.map((kind) => emptyRule[kind]('')),
    }))
    expect(gapsOf(begun).map(({ path }) => path.replace('tables.0.', ''))).toEqual([
      'sheets.0.sheet',
      'sheets.0.where.all.0.left',
      'sheets.0.where.all.1.right',
      'sheets.0.rename',
      'rules.0.column',
      'rules.1.column',
      'rules.2.column',
      'rules.3.column',
      'rules.3.table',
      'rules.3.to',
      'rules.4.columns',
      'rules.5.before',
      'rules.5.after',
    ])
    expect(issuesAt(gapsOf(begun), 'tables.0.rules.3')).toHaveLength(3)
    expect(gapsOf(stuff)).toEqual([])
  })
})

describe('what the editor offers', () => {
  it('is what a mapping may hold', () => {
    const table = (change: object) => mapping.safeParse({ tables: [{ ...emptyTable('stuff'), ...change }] }).success
    for (const policy of policies) expect(table({ policy })).toBe(true)
    for (const blank of blanks) expect(table({ columns: { note: { blank } } })).toBe(true)
    for (const op of operators) {
      const where = conditionOf({ join: 'all', rows: [withOperator({ left: 'a', op: 'in', values: ['1'] }, op)] })
      expect(table({ sheets: [{ ...emptySheet('Sheet'), where }] })).toBe(true)
    }
    const whole = { range: {}, not_default: {}, sum: {}, unique: {}, order: { after: 'b' }, reference: { table: 'shop', to: 'id' } }
    for (const kind of ruleKinds) expect(table({ rules: [{ ...emptyRule[kind]('a'), ...whole[kind] }] })).toBe(true)
    expect(fileNameOf('Live KR/1', 3)).toBe('mapping_Live_KR_1_v3.json')
  })
})
