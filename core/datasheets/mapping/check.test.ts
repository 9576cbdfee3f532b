import { describe, expect, it } from 'vitest'
import { checkMapping } from './check.ts'
import { mapping } from './mapping.ts'
import { column, integer, table, text } from './testing/tables.ts'
import { issueTexts } from './testing/texts.ts'

const tables = [
  table('items', [
    column('id', integer),
    column('name', text),
    column('type', text, { nullable: true }),
    column('kind', { kind: 'enum', labels: ['a', 'b'], collation: '' }),
    column('data', { kind: 'json' }, { nullable: true }),
    column('total', integer, { generated: true }),
    column('begins', { kind: 'date' }),
    column('ends', { kind: 'datetime', fsp: 3 }),
  ]),
  table('notes', [column('id', integer), column('text', text, { nullable: true }), column('data', { kind: 'json' })], { primaryKey: [] }),
]

type Case = [path: string, code: string, given: object]
const items = (more: object): object => ({ tables: [{ table: 'items', ...more }] })
const sheet = (more: object): object => items({ sheets: [{ sheet: 'Items', ...more }] })
const type = (op: string, right?: unknown): object => ({ left: 'type', op, ...(right === undefined ? {} : { right }) })
const long = 'A name of a sheet that Excel will cut'

const errors: Case[] = [
  ['tables.0.table', 'table_unknown', { tables: [{ table: 'itmes' }] }],
  ['tables.1.table', 'table_twice', { tables: [{ table: 'items' }, { table: 'items' }] }],
  ['tables.0.key', 'key_missing', { tables: [{ table: 'notes' }] }],
  ['tables.0.key', 'key_not_needed', items({ key: ['name'] })],
  ['tables.0.key', 'key_twice', { tables: [{ table: 'notes', key: ['id', 'id'] }] }],
  ['tables.0.key.0', 'key_type', { tables: [{ table: 'notes', key: ['data'] }] }],
  ['tables.0.key.0', 'key_nullable', { tables: [{ table: 'notes', key: ['text'] }] }],
  ['tables.0.key.0', 'column_unknown', { tables: [{ table: 'notes', key: ['txt'] }] }],
  ['tables.0.columns.nmae', 'column_unknown', items({ columns: { nmae: {} } })],
  ['tables.0.columns.name.blank', 'blank_null', items({ columns: { name: { blank: 'null' } } })],
  ['tables.0.columns.begins.blank', 'blank_empty', items({ columns: { begins: { blank: 'empty' } } })],
  ['tables.0.columns.name.blank', 'blank_default', items({ columns: { name: { blank: 'default' } } })],
  ['tables.0.columns.type.emptyToken', 'tokens_same', items({ columns: { type: { nullToken: '\\N', emptyToken: '\\N' } } })],
  ['tables.0.columns.type.emptyToken', 'tokens_same', items({ columns: { type: { nullToken: '\\\\N', emptyToken: 'N' } } })],
  ['tables.0.columns.type.nullToken', 'token_blank', items({ columns: { type: { nullToken: '  ' } } })],
  ['tables.0.sheets.1.sheet', 'sheet_twice', items({ sheets: [{ sheet: 'Item List' }, { sheet: 'item_list' }] })],
  [
    'tables.1.sheets.0.sheet',
    'sheet_twice',
    {
      tables: [
        { table: 'items', sheets: [{ sheet: 'A' }] },
        { table: 'notes', key: ['id'], sheets: [{ sheet: 'a' }] },
      ],
    },
  ],
  ['tables.0.sheets.0.sheet', 'sheet_ignored', { ...sheet({}), ignoreSheets: ['items'] }],
  ['tables.0.sheets.0.skipRows', 'header_row_skipped', sheet({ headerRow: 2, skipRows: [1, 2] })],
  ['tables.0.sheets.0.rename.Price', 'column_unknown', sheet({ rename: { Price: 'price' } })],
  ['tables.0.sheets.0.rename.Sum', 'rename_not_writable', sheet({ rename: { Sum: 'total' } })],
  ['tables.0.sheets.0.rename.B', 'rename_twice', sheet({ rename: { A: 'name', B: 'name' } })],
  ['tables.0.sheets.0.rename.a', 'rename_header_twice', sheet({ rename: { A: 'name', a: 'type' } })],
  ['tables.0.sheets.0.sheet', 'sheet_name_reserved', items({ sheets: [{ sheet: 'history' }] })],
  ['tables.0.sheets.0.rename.A', 'rename_ignored', sheet({ rename: { A: 'name' }, ignoreColumns: ['a'] })],
  ['tables.0.sheets.0.rename.#A', 'rename_ignored', sheet({ rename: { '#A': 'name' } })],
  ['tables.0.sheets.0.ignoreColumns', 'key_unreachable', sheet({ ignoreColumns: ['ID'] })],
  ['tables.0.sheets.0.ignoreColumns', 'key_unreachable', sheet({ rename: { id: 'type' } })],
  ['tables.0.sheets.0.where.all.0', 'column_unknown', sheet({ where: { all: [{ left: 'typ', op: 'is_null' }] } })],
  ['tables.0.sheets.0.where', 'condition_value', sheet({ where: { left: 'begins', op: 'gte', right: '2027-02-30' } })],
  ['tables.0.sheets.0.where', 'condition_type', sheet({ where: { left: 'data', op: 'eq', right: '{}' } })],
  ['tables.0.sheets.0.where', 'condition_label', items({ sheets: [{ sheet: 'A', where: { left: 'kind', op: 'ne', right: 'c' } }] })],
  ['tables.0.sheets.0.where.any.0', 'condition_not_writable', sheet({ where: { any: [{ left: 'total', op: 'not_null' }] } })],
  ['tables.0.sheets', 'slices_whole', items({ sheets: [{ sheet: 'A' }, { sheet: 'B', where: type('is_null') }] })],
  [
    'tables.0.sheets',
    'slices_overlap',
    items({
      sheets: [
        { sheet: 'A', where: type('ne', 'T') },
        { sheet: 'B', where: { any: [type('eq', 'T'), type('is_null')] } },
      ],
    }),
  ],
  ['tables.0.sheets', 'slices_gap', sheet({ where: type('not_null') })],
  ['tables.0.rules.0.column', 'column_unknown', items({ rules: [{ kind: 'not_default', column: 'nmae' }] })],
  ['tables.0.rules.0.column', 'rule_type', items({ rules: [{ kind: 'range', column: 'name', min: '1' }] })],
  ['tables.0.rules.0.by.1', 'rule_type', items({ rules: [{ kind: 'sum', column: 'id', by: ['type', 'data'] }] })],
  ['tables.0.rules.0.columns.1', 'rule_type', items({ rules: [{ kind: 'unique', columns: ['name', 'data'] }] })],
  ['tables.0.rules.0', 'rule_range_open', items({ rules: [{ kind: 'range', column: 'id' }] })],
  ['tables.0.rules.0', 'rule_range_empty', items({ rules: [{ kind: 'range', column: 'id', min: '10', max: '9.5' }] })],
  ['tables.0.rules.0.table', 'table_unknown', items({ rules: [{ kind: 'reference', column: 'id', table: 'note', to: 'id' }] })],
  ['tables.0.rules.0.to', 'column_unknown', items({ rules: [{ kind: 'reference', column: 'id', table: 'notes', to: 'ids' }] })],
  ['tables.0.rules.0.to', 'rule_reference_type', items({ rules: [{ kind: 'reference', column: 'id', table: 'notes', to: 'text' }] })],
  ['tables.0.rules.0.before', 'rule_type', items({ rules: [{ kind: 'order', before: 'name', after: 'type' }] })],
  ['tables.0.rules.0.after', 'rule_order_type', items({ rules: [{ kind: 'order', before: 'id', after: 'ends' }] })],
]

const warnings: Case[] = [
  ['tables.0.columns.total', 'column_not_writable', items({ columns: { total: { blank: 'error' } } })],
  ['tables.0.columns.name.nullToken', 'token_null_unused', items({ columns: { name: { nullToken: '-' } } })],
  ['tables.0.columns.begins.emptyToken', 'token_empty_unused', items({ columns: { begins: { emptyToken: '-' } } })],
  ['tables.0.sheets.0.sheet', 'sheet_name_long', items({ sheets: [{ sheet: long }] })],
]

const issuesOf = (given: object) => checkMapping(mapping.parse(given), tables)

describe('errors', () => {
  it.each(errors)('%s: %s', (path, code, given) => {
    expect(issuesOf(given).filter(({ level }) => level === 'error')).toContainEqual(expect.objectContaining({ path, code }))
  })
})

describe('warnings', () => {
  it.each(warnings)('%s: %s', (path, code, given) => expect(issuesOf(given)).toMatchObject([{ level: 'warning', path, code }]))
})

describe('nothing is wrong with', () => {
  it.each<[string, object]>([
    ['no mapping', {}],
    ['a comparison key', { tables: [{ table: 'notes', key: ['id'] }] }],
    ['columns that change places', sheet({ rename: { name: 'type', type: 'name' } })],
    ['a day before a moment', items({ rules: [{ kind: 'order', before: 'begins', after: 'ends' }] })],
    ['a sum over the whole table', items({ rules: [{ kind: 'sum', column: 'id', by: [] }] })],
    ['a range of one value', items({ rules: [{ kind: 'range', column: 'id', min: '1.0', max: '1' }] })],
    ['a reference within the table', items({ rules: [{ kind: 'reference', column: 'id', table: 'items', to: 'id' }] })],
    ['tokens for NULL and empty texts', items({ columns: { type: { blank: 'null', nullToken: '\\N', emptyToken: '<empty>' } } })],
  ])('%s', (_, given) => expect(issuesOf(given)).toEqual([]))
})

it('everything is said at once, names with the nearest', () => {
  const found = issuesOf({ tables: [{ table: 'itms' }, { table: 'items', columns: { nam: {} }, rules: [{ kind: 'range', column: 'Id' }] }] })
  expect(found.map(({ path, code, params }) => [path, code, params.nearest])).toEqual([
    ['tables.0.table', 'table_unknown', 'items'],
    ['tables.1.columns.nam', 'column_unknown', 'name'],
    ['tables.1.rules.0.column', 'column_unknown', 'id'],
    ['tables.1.rules.0', 'rule_range_open', undefined],
  ])
})

it('records have ends', () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`h${n}`, 'name']))
  expect(mapping.safeParse(sheet({ rename: many(500) })).success).toBe(true)
  expect(mapping.safeParse(sheet({ rename: many(501) })).success).toBe(false)
  expect(mapping.safeParse(items({ columns: Object.fromEntries(Object.keys(many(4_097)).map((name) => [name, {}])) })).success).toBe(false)
})

it('stops where nobody would read on', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => ({ table: `gone_${n}`, rules: [] }))
  const list = [...many.slice(0, 999), { table: 'items', columns: { a: {}, b: {}, c: {} } }]
  expect(issuesOf({ tables: list })).toHaveLength(1_002)
  expect(issuesOf({ tables: [...list.slice(900), ...list.slice(0, 900)] })).toHaveLength(1_000)
  expect(issuesOf({ tables: [{ table: 'items', columns: Object.fromEntries(many.map(({ table: name }) => [name, {}])) }, ...many.slice(1)] })).toHaveLength(
    1_000,
  )
})

it('sheets that Excel would give one name are the same', () => {
  const names = [`${long} here`, `${long} there`]
  expect(issuesOf(items({ sheets: names.map((one) => ({ sheet: one })) })).map(({ code }) => code)).toContain('sheet_twice')
})

it('there are words for each of them', () => {
  const codes = [...errors, ...warnings].map(([, code]) => code)
  expect([...codes, 'slices_too_many', 'slices_costly'].filter((code) => !issueTexts.includes(code))).toEqual([])
})
