import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BookRow, BookSheet } from '#workers/datasheets/testing/book.ts'
import { compare } from '#workers/datasheets/testing/compare.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'
import { type StampedTable, stampedSheet } from '#workers/datasheets/testing/stamped.ts'

const statements = [
  'CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(20) NULL, price INT NOT NULL, UNIQUE KEY by_name (name))',
  'CREATE TABLE stuff (id INT PRIMARY KEY, kind VARCHAR(4) NOT NULL, name VARCHAR(20) NULL)',
  'CREATE TABLE word (word VARCHAR(20) NOT NULL PRIMARY KEY, meaning VARCHAR(40) NULL) COLLATE utf8mb4_general_ci',
]
const columns = ['id', 'name', 'price']
/** What the export held; of each row a copy is changed, deleted or left alone on either side. */
const exported = ['1', '2', '3', '4', '5', '6', '7', '8'].map((id) => [id, `item ${id}`, '10'])
let game: Game

beforeAll(async () => {
  game = await makeGame(process.env.DATABASE_ADMIN_URL ?? '', ...statements)
  await game.insert('item', [
    [1, 'item 1', 10],
    [2, 'item 2', 10],
    [3, 'item 3', 33],
    [4, 'item 4', 44],
    [5, 'item 5', 55],
    [8, 'item 8', 10],
    [20, 'theirs', 1],
    [21, 'theirs too', 1],
  ])
  await game.insert('stuff', [
    [1, 'T', 'sword'],
    [2, 'T', 'their bow'],
    [3, 'M', 'iron'],
  ])
  await game.insert('word', [['Abc', 'one']])
})
afterAll(() => game.drop())

const stamped = (change: Partial<StampedTable> = {}, environment = 'here'): BookSheet =>
  stampedSheet(environment, [{ table: 'item', sheets: ['item'], columns, rows: exported, ...change }])
const sheet: BookSheet = {
  name: 'item',
  rows: [
    columns,
    [1, 'item 1', 10], // nobody
    [2, 'item 2', 22], // mine
    [3, 'item 3', 10], // theirs
    [4, 'item 4', 40], // both
    // 5 is deleted here and changed there
    [6, 'item 6', 10], // deleted there
    [7, 'item 7', 77], // changed here, deleted there
    // 8 is deleted here
    [9, 'mine', 9], // added here
    [20, 'theirs', 2], // added by both
    // 21 is added there
  ],
}
const items = (stamp: BookSheet, rows: readonly BookRow[] = sheet.rows) => compare({ url: game.url, books: { 'Items.xlsx': [{ ...sheet, rows }, stamp] } })
const brief = (rows: readonly { key: Readonly<Record<string, string | null>> }[], say: (row: never) => string) =>
  rows.map((row) => `${say(row as never)} ${Object.values(row.key).join('/')}`)

describe('a workbook that was exported', () => {
  it('changes what the sheet changed, and keeps apart what others changed since', async () => {
    const { result, operations, apart, findings } = await items(stamped())
    expect(brief(operations.get('item') ?? [], ({ op }: { op: string }) => op)).toEqual(['update 2', 'delete 8', 'insert 9'])
    expect(brief(apart.get('item') ?? [], ({ kind }: { kind: string }) => kind)).toEqual([
      'theirs 3',
      'both 4',
      'both 5',
      'theirs 6',
      'both 7',
      'both 20',
      'theirs 21',
    ])
    expect(result.tables[0]).toMatchObject({ insert: 1, update: 1, delete: 1, unchanged: 1, theirs: 3, both: 4 })
    expect(findings.map(({ level, code, params }) => [level, code, params])).toEqual([
      ['warning', 'rows_changed_since', { rows: 3 }],
      ['warning', 'rows_changed_by_both', { rows: 4 }],
    ])
    expect(result.unreadSheets).toEqual([])
  })

  it('says of a row apart what stands on each side, and where', async () => {
    const { apart } = await items(stamped())
    const rows = new Map((apart.get('item') ?? []).map((row) => [row.key.id, row]))
    const at = (row: number) => ({ file: 'Items.xlsx', sheet: 'item', row })
    const values = (id: string, name: string, price: string) => ({ id, name, price })
    expect(rows.get('4')).toEqual({ kind: 'both', key: { id: '4' }, mine: values('4', 'item 4', '40'), now: values('4', 'item 4', '44'), at: at(5) })
    expect(rows.get('5')).toEqual({ kind: 'both', key: { id: '5' }, mine: null, now: values('5', 'item 5', '55') })
    expect(rows.get('6')).toEqual({ kind: 'theirs', key: { id: '6' }, mine: values('6', 'item 6', '10'), now: null, at: at(6) })
    expect(rows.get('21')).toEqual({ kind: 'theirs', key: { id: '21' }, mine: null, now: values('21', 'theirs too', '1') })
  })

  it('is checked as the table will be: rows apart stay as the database has them', async () => {
    const rows = [...sheet.rows, [30, 'theirs too', 1], [31, 'item 6', 1]]
    const { findings } = await items(stamped(), rows)
    // 21 stays and has the name already; 6 is not there any more, so its name is free.
    expect(findings.filter(({ level }) => level === 'error').map(({ code, cell }) => [code, cell])).toEqual([['unique_key_duplicate', 'B10']])
  })

  it('is the same as the table then and now: nothing', async () => {
    const now = [...(await game.query('SELECT * FROM item ORDER BY id'))].map((row) => [String(row.id), String(row.name), String(row.price)])
    const { result } = await items(stamped({ rows: now }), [columns, ...now])
    expect(result.tables[0]).toMatchObject({ insert: 0, update: 0, delete: 0, unchanged: now.length, theirs: 0, both: 0 })
  })
})

describe('a stamp that says nothing', () => {
  const plain = { insert: 3, update: 4, delete: 3, unchanged: 1 }
  const codes = (found: { code: string; params: object }[]) => found.map(({ code, params }) => [code, params])
  it.each<[what: string, stamp: BookSheet, code: string, params: object]>([
    ['of another environment', stamped({}, 'there'), 'stamp_of_other_environment', { environment: 'the game there' }],
    ['damaged', { ...stamped(), rows: stamped().rows.slice(0, 1) }, 'stamp_damaged', {}],
    ['not ours', { ...stamped(), rows: [['notes'], ['more notes']] }, 'stamp_damaged', {}],
    ['of other columns', stamped({ columns: ['id', 'name'] }), 'stamp_unfit', { reason: 'columns' }],
    ['of columns that are gone', stamped({ columns: [...columns, 'memo'] }), 'stamp_unfit', { reason: 'columns' }],
    ['of another key', stamped({ key: ['id', 'name'] }), 'stamp_unfit', { reason: 'key' }],
    ['of another table', stamped({ table: 'word' }), 'stamp_unfit', { reason: 'table' }],
    ['of a slice', stamped({ where: { left: 'price', op: 'eq', right: '10' } }), 'stamp_unfit', { reason: 'slice' }],
  ])('%s: the sheet is compared as any other', async (_, stamp, code, params) => {
    const { result, findings, apart } = await items(stamp)
    expect(result.tables[0]).toMatchObject(plain)
    expect(result.tables[0]).not.toHaveProperty('both')
    expect(codes(findings)).toEqual([[code, params]])
    expect(apart.get('item')).toEqual([])
    expect(result.unreadSheets).toEqual([])
  })

  it('of columns that the sheet lacks', async () => {
    const { result, findings } = await items(
      stamped(),
      sheet.rows.map((row) => row.slice(0, 1).concat(row[2] ?? null)),
    )
    expect(result.tables[0]).not.toHaveProperty('both')
    expect(codes(findings)).toEqual([['stamp_unfit', { reason: 'columns' }]])
  })
})

it('cells are read as the export wrote them, in any environment, whatever the mapping says', async () => {
  const reads = { name: { nullToken: '(null)' } }
  const rows = [columns, [8, '(null)', 10]]
  const stamp = stamped({ reads, rows: [['8', null, '10']] }, 'there')
  const { operations } = await items(stamp, rows)
  expect(operations.get('item')?.find(({ op }) => op === 'update')?.cells).toEqual({ name: ['item 8', null] })
  const mapping = { tables: [{ table: 'item', columns: { name: { nullToken: '-' } } }] }
  const asMapped = await compare({ url: game.url, books: { 'Items.xlsx': [{ ...sheet, rows }, stamp] }, mapping })
  expect(asMapped.operations.get('item')?.find(({ op }) => op === 'update')?.cells).toEqual({ name: ['item 8', null] })
  const sliced = stamped({ reads, rows: [], where: { left: 'price', op: 'eq', right: '10' } })
  const ofSlice = await compare({ url: game.url, books: { 'Items.xlsx': [{ ...sheet, rows }, sliced] } })
  expect(ofSlice.operations.get('item')?.find(({ op }) => op === 'update')?.cells).toEqual({ name: ['item 8', null] })
  const torn = { ...stamp, rows: stamp.rows.slice(0, 1) }
  const asHeaded = await compare({ url: game.url, books: { 'Items.xlsx': [{ ...sheet, rows }, torn] } })
  expect(asHeaded.operations.get('item')?.find(({ op }) => op === 'update')?.cells).toEqual({ name: ['item 8', null] })
})

it('a token of an export that nobody names is no text', async () => {
  const rows = [columns, [8, '\\E', 10], [9, '\\\\N', 1], [10, '\\New', 1]]
  const alone = await compare({ url: game.url, books: { 'Items.xlsx': [{ ...sheet, rows }] } })
  expect(alone.findings.filter(({ level }) => level === 'error').map(({ code, cell }) => [code, cell])).toEqual([
    ['export_token_unread', 'B2'],
    ['export_token_unread', 'B3'],
  ])
  const written = await compare({ url: game.url, books: { 'Items.xlsx': [{ ...sheet, rows }, stamped({ rows: [] })] } })
  expect(written.findings.filter(({ code }) => code === 'export_token_unread')).toEqual([])
})

describe('slices and keys', () => {
  const where = (kind: string) => ({ left: 'kind', op: 'eq' as const, right: kind })
  const rest = { not: where('T') }
  const mapping = {
    tables: [
      {
        table: 'stuff',
        sheets: [
          { sheet: 'Treasure', where: where('T') },
          { sheet: 'Other', where: rest },
        ],
      },
    ],
  }
  const then = [
    ['1', 'T', 'sword'],
    ['2', 'T', 'bow'],
  ]
  const base = (change: Partial<StampedTable> = {}) => ({
    table: 'stuff',
    sheets: ['Treasure'],
    columns: ['id', 'kind', 'name'],
    where: where('T'),
    rows: then,
    ...change,
  })
  const treasure: BookSheet = {
    name: 'Treasure',
    rows: [
      ['id', 'name'],
      [1, 'long sword'],
      [2, 'bow'],
      [4, 'lance'],
    ],
  }

  it('each slice has its own export, and columns that it says need not be in the sheet', async () => {
    const books = { 'Treasure.xlsx': [treasure, stampedSheet('here', [base()])] }
    const { operations, apart, findings } = await compare({ url: game.url, books, mapping })
    expect(brief(operations.get('stuff') ?? [], ({ op }: { op: string }) => op)).toEqual(['update 1', 'insert 4'])
    expect(brief(apart.get('stuff') ?? [], ({ kind }: { kind: string }) => kind)).toEqual(['theirs 2'])
    expect(findings.map(({ code }) => code)).toEqual(['rows_changed_since'])
  })

  it('a sheet of the export that is missing now is an error: its rows would be deleted', async () => {
    const books = { 'Treasure.xlsx': [treasure, stampedSheet('here', [base({ sheets: ['Treasure', 'Treasure 2'] })])] }
    const { findings } = await compare({ url: game.url, books, mapping })
    expect(findings.find(({ level }) => level === 'error')).toMatchObject({ code: 'sheet_absent', params: { sheets: 'Treasure 2' } })
  })

  it('keys that the server takes for the same are the same row', async () => {
    const word: BookSheet = {
      name: 'word',
      rows: [
        ['word', 'meaning'],
        ['abc', 'one'],
      ],
    }
    const stamp = stampedSheet('here', [{ table: 'word', key: ['word'], sheets: ['word'], columns: ['word', 'meaning'], rows: [['abc', 'one']] }])
    const { result, apart } = await compare({ url: game.url, books: { 'Words.xlsx': [word, stamp] } })
    expect(result.tables[0]).toMatchObject({ insert: 0, update: 0, delete: 0, theirs: 1, both: 0 })
    expect(apart.get('word')).toMatchObject([{ kind: 'theirs', key: { word: 'Abc' }, mine: { word: 'abc' } }])
  })
})
